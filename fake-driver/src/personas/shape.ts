/**
 * Checks that a parsed JSON value has the form that the code expects, and says where it does not.
 */

/** Looks at a value; returns undefined if it fits, else where and how it does not. */
export type Shape = (value: unknown, path: string) => string | undefined;

const mustBe = (kind: string, fits: (value: unknown) => boolean): Shape => {
  return (value, path) => (fits(value) ? undefined : `${path} is not ${kind}`);
};

/** Anything at all. */
export const anyValue: Shape = () => undefined;
/** Text. */
export const text: Shape = mustBe("a string", (value) => typeof value === "string");
/** True or false. */
export const flag: Shape = mustBe("true or false", (value) => typeof value === "boolean");
/** A whole number from 0. */
export const count: Shape = mustBe(
  "a whole number from 0",
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);

/** One of some values. */
export const oneOf = (...values: readonly unknown[]): Shape =>
  mustBe(`one of ${values.map((value) => JSON.stringify(value)).join(", ")}`, (value) => values.includes(value));

/** A value of some shape, or none. */
export const optional = (shape: Shape): Shape => {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
};

/** An object whose values all have one shape, under any names. */
export const mapOf = (shape: Shape): Shape => {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return `${path} is not an object`;
    return firstOf(Object.entries(value).map(([name, entry]) => shape(entry, `${path}.${name}`)));
  };
};

/** A list whose entries all have one shape. */
export const listOf = (shape: Shape): Shape => {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} is not a list`;
    return firstOf(value.map((entry, index) => shape(entry, `${path}[${index}]`)));
  };
};

/** An object with just these members. */
export const object = (members: Readonly<Record<string, Shape>>): Shape => {
  return (value, path) => {
    if (typeof value !== "object" || value === null) return `${path} is not an object`;
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
    if (unknown !== undefined) {
      return `${path}.${unknown} is unknown; there can be ${Object.keys(members).join(", ")}`;
    }
    const found = new Map(Object.entries(value));
    return firstOf(Object.entries(members).map(([name, shape]) => shape(found.get(name), `${path}.${name}`)));
  };
};

function firstOf(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
