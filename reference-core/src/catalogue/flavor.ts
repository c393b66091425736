/** The sizes that servers come in, as the operator names them on the command line. */
import { SetupError } from "../setup-error.ts";

/** A size of instance. */
export interface Flavor {
  /** Its name, which is also its id in the REST API. */
  readonly name: string;
  /** Virtual CPUs. */
  readonly vcpus: number;
  /** Memory in MiB. */
  readonly memoryMib: number;
  /** Root disk in GiB. Zero means the size of the image. */
  readonly rootGib: number;
}

const FORM = /^(?<name>[\w.-]{1,255})=(?<vcpus>\d{1,4}):(?<memoryMib>\d{1,9}):(?<rootGib>\d{1,6})$/u;

/**
 * Reads a flavor from its option.
 *
 * @param text - `name=vcpus:memoryMib:rootGib`, such as `small=1:512:1`.
 * @throws {@link SetupError} if the text has another form, or gives no processor or no memory.
 */
export function parseFlavor(text: string): Flavor {
  const { name, vcpus, memoryMib, rootGib } = FORM.exec(text)?.groups ?? {};
  const flavor = { name: name ?? "", vcpus: Number(vcpus), memoryMib: Number(memoryMib), rootGib: Number(rootGib) };
  if (name === undefined || flavor.vcpus < 1 || flavor.memoryMib < 1) {
    throw new SetupError(`Cannot read flavor "${text}": write name=vcpus:memoryMib:rootGib, such as small=1:512:1`);
  }
  return flavor;
}
