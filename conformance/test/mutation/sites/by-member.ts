// The members of many messages, each once.
import type { SchemaMember } from "../schema-members.ts";

/** A member with the operations, or the topics, in whose messages it is. */
export interface PlacedMember {
  readonly member: SchemaMember;
  readonly origins: readonly string[];
}

/** Puts the members of messages together that are the same one. */
export function byMember(
  messages: readonly { readonly origin: string; readonly members: readonly SchemaMember[] }[],
): readonly PlacedMember[] {
  const found = new Map<string, { member: SchemaMember; origins: string[] }>();
  for (const { origin, members } of messages) {
    for (const member of members) {
      const known = found.get(member.name);
      if (known === undefined) found.set(member.name, { member, origins: [origin] });
      else known.origins.push(origin);
    }
  }
  return [...found.values()];
}
