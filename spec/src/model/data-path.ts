// Places inside a document, as lists of keys, and how people read them.

/** The keys and indexes that lead from a document's root to a value. */
export type DataPath = readonly (string | number)[];

/**
 * Writes a path the way a program would.
 *
 * @param path - The way from the root.
 * @param root - The name of the root, such as `params`; by default the path starts with its first key.
 * @returns The path, such as `params.mappings[0].kind`; keys that are no identifiers are quoted: `codes["a-b"]`.
 */
export function formatPath(path: DataPath, root = ""): string {
  let text = root;
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (!/^[\w$]+$/.test(key)) text += text === "" ? key : `[${JSON.stringify(key)}]`;
    else text += text === "" ? key : `.${key}`;
  }
  return text;
}

/**
 * Reads a JSON pointer, as ajv reports places.
 *
 * @param pointer - Such as `/params/mappings/0`; empty for the root.
 * @param value - The document that the pointer goes into; it tells an index from a key.
 * @returns The same place as a path.
 */
export function parsePointer(pointer: string, value: unknown): DataPath {
  const path: (string | number)[] = [];
  let at = value;
  for (const escaped of pointer.split("/").slice(1)) {
    const key = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(at) ? Number(key) : key);
    at = valueAt(at, path.slice(-1));
  }
  return path;
}

/**
 * Reads the value at a place.
 *
 * @param value - The document.
 * @param path - The way from its root.
 * @returns The value, or `undefined` if there is none.
 */
export function valueAt(value: unknown, path: DataPath): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Object.getOwnPropertyDescriptor(at, key)?.value;
  }
  return at;
}
