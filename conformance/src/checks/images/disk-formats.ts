// How the formats of disk images are told apart by their bytes, and what they say of the size of the disk inside.
import type { DiskFormat } from "@virt-driver-kit/spec";

/** A format that the kit recognises. */
export interface KnownFormat {
  readonly format: DiskFormat;
  /** What it is recognised by, for people. */
  readonly mark: string;
  readonly isIn: (bytes: Buffer) => boolean;
  /** The size of the disk inside; undefined where the kit does not read it. */
  readonly virtualSizeOf: (bytes: Buffer) => number | undefined;
}

const VHD_FOOTER_BYTES = 512;
const VHD_SIZE_AT = 48;
const QCOW2_SIZE_AT = 24;
const VDI_MAGIC_AT = 0x40;
const VDI_MAGIC = 0xbeda107f;
const VDI_SIZE_AT = 0x170;

const beginsWith = (bytes: Buffer, ...marks: readonly string[]): boolean =>
  marks.some((mark) => bytes.toString("latin1", 0, mark.length) === mark);

const QCOW2_MARK = "QFI\xfb";
const VMDK_MARKS = ["KDMV", "COWD", "# Disk DescriptorFile"];
const VHDX_MARK = "vhdxfile";

const footerOf = (bytes: Buffer): Buffer => bytes.subarray(Math.max(0, bytes.length - VHD_FOOTER_BYTES));
const isVhd = (bytes: Buffer): boolean => beginsWith(footerOf(bytes), "conectix");
const isVdi = (bytes: Buffer): boolean => bytes.length > VDI_SIZE_AT && bytes.readUInt32LE(VDI_MAGIC_AT) === VDI_MAGIC;

/** The formats that the kit recognises. */
export const FORMATS: readonly KnownFormat[] = [
  {
    format: "raw",
    mark: "no mark of another format",
    isIn: (bytes) => !beginsWith(bytes, QCOW2_MARK, ...VMDK_MARKS, VHDX_MARK) && !isVhd(bytes) && !isVdi(bytes),
    virtualSizeOf: (bytes) => bytes.length,
  },
  {
    format: "qcow2",
    mark: "QFI\\xfb at its beginning",
    isIn: (bytes) => beginsWith(bytes, QCOW2_MARK),
    virtualSizeOf: (bytes) => Number(bytes.readBigUInt64BE(QCOW2_SIZE_AT)),
  },
  {
    format: "vmdk",
    mark: "KDMV, COWD or a descriptor at its beginning",
    isIn: (bytes) => beginsWith(bytes, ...VMDK_MARKS),
    virtualSizeOf: () => undefined,
  },
  {
    format: "vhd",
    mark: "conectix in its last 512 bytes",
    isIn: isVhd,
    virtualSizeOf: (bytes) => Number(footerOf(bytes).readBigUInt64BE(VHD_SIZE_AT)),
  },
  {
    format: "vhdx",
    mark: "vhdxfile at its beginning",
    isIn: (bytes) => beginsWith(bytes, VHDX_MARK),
    virtualSizeOf: () => undefined,
  },
  {
    format: "vdi",
    mark: "0xbeda107f at offset 64",
    isIn: isVdi,
    virtualSizeOf: (bytes) => Number(bytes.readBigUInt64LE(VDI_SIZE_AT)),
  },
];
