/** The files of a small file system, as folders in folders. */

/** A file with its whole contents. */
export interface TreeFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A folder. Nothing in it has the name of anything else in it. */
export interface TreeFolder {
  /** Empty for the root. */
  readonly name: string;
  readonly folders: TreeFolder[];
  readonly files: TreeFile[];
}

/**
 * Puts files into folders.
 *
 * @param files - Each with its path from the root, without a slash at the beginning. No path is another's, or a folder of another's.
 */
export function treeOf(files: readonly { readonly path: string; readonly bytes: Buffer }[]): TreeFolder {
  const root: TreeFolder = { name: "", folders: [], files: [] };
  for (const { path, bytes } of files) {
    const names = path.split("/");
    const name = names.pop() ?? "";
    names.reduce(folderIn, root).files.push({ name, bytes });
  }
  return root;
}

/** All folders of a tree, each after the one that it is in. */
export function foldersOf(root: TreeFolder): TreeFolder[] {
  const all = [root];
  // The list grows while it is gone through.
  for (const folder of all) all.push(...folder.folders);
  return all;
}

function folderIn(parent: TreeFolder, name: string): TreeFolder {
  const there = parent.folders.find((folder) => folder.name === name);
  if (there !== undefined) return there;
  const folder: TreeFolder = { name, folders: [], files: [] };
  parent.folders.push(folder);
  return folder;
}
