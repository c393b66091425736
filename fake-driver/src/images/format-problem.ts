/** What keeps a file from being read as a disk of a certain format. The message ends a sentence that names the image. */
export class FormatProblem extends Error {
  override readonly name = "FormatProblem";
}
