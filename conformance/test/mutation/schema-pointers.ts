// Where a member of a shared object stands in a message.
import { type JsonSchema, specModel } from "@virt-driver-kit/spec";

/**
 * Finds the JSON pointers to a member, with `*` for every entry of a list.
 *
 * @param name - The member, as `SchemaMember` has it.
 * @param schema - What the message is.
 * @param owner - What the members of the outermost object are called after.
 */
export function pointersTo(name: string, schema: JsonSchema, owner: string): string[] {
  return [...new Set(find(name, schema, owner, "", []))];
}

function find(name: string, schema: JsonSchema, owner: string, pointer: string, within: readonly string[]): string[] {
  if (schema.$ref !== undefined) {
    const shared = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    const target = specModel.schemas[shared] ?? {};
    const isOwner = target.type === "object" || target.oneOf !== undefined;
    return within.includes(shared) ? [] : find(name, target, isOwner ? shared : owner, pointer, [...within, shared]);
  }
  return [
    ...(schema.oneOf ?? []).flatMap((variant) => find(name, variant, owner, pointer, within)),
    ...(schema.items === undefined ? [] : find(name, schema.items, owner, `${pointer}/*`, within)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
      const member = `${owner}/${key}`;
      const at = `${pointer}/${key}`;
      return [...(member === name ? [at] : []), ...find(name, property, member, at, within)];
    }),
  ];
}
