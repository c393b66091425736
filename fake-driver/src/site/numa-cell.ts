/** NUMA cells of a node, and how they follow from its capacity. */

import type { Claim } from "./claim.ts";

/** A NUMA cell of a node. */
export interface NumaCell {
  readonly id: number;
  /** Host CPUs that guests share. */
  readonly sharedCpus: readonly number[];
  /** Host CPUs that are for guests with CPUs of their own. */
  readonly dedicatedCpus: readonly number[];
  /** Which CPUs are threads of one core. */
  readonly siblings: readonly (readonly number[])[];
  readonly memoryMib: number;
  /** Its memory by size of page, smallest first. What is set aside for one size is there for no other. */
  readonly pages: readonly CellPages[];
}

/** The pages of one size in a cell. */
export interface CellPages {
  readonly sizeKib: number;
  readonly total: number;
}

/** How the CPUs and the memory of a node lie, whatever its capacity. */
export interface NumaModel {
  readonly cells: number;
  readonly threadsPerCore: number;
  /** Which part of the cores is for guests with CPUs of their own, from 0 to 1. */
  readonly dedicatedPart: number;
  /** The pages that the host uses where nobody asks for others, in KiB. */
  readonly smallPageKib: number;
  /** Sizes of huge pages in KiB, rising, and the part of each cell's memory that is set aside for them, from 0 to 1. */
  readonly hugePages: readonly { readonly sizeKib: number; readonly part: number }[];
}

/** The most CPUs that a report can list in one cell. */
const MOST_CPUS = 8192;

const KIB_PER_MIB = 1024;

/**
 * Divides a node into cells.
 *
 * @param model - How.
 * @param capacity - What there is to divide. All CPUs and all memory are in the cells.
 * @returns The cells; none if there are more CPUs than cells can list.
 */
export function cellsOf(model: NumaModel, { vcpus, memoryMib }: Claim): NumaCell[] {
  if (vcpus > MOST_CPUS * model.cells) return [];
  return Array.from({ length: model.cells }, (_, id) => {
    const [firstCpu, endCpu] = [firstOf(id, vcpus, model), firstOf(id + 1, vcpus, model)];
    const cores = coresOf(firstCpu, endCpu, model.threadsPerCore);
    const dedicated = Math.floor(cores.length * model.dedicatedPart);
    return {
      id,
      sharedCpus: cores.slice(0, cores.length - dedicated).flat(),
      dedicatedCpus: cores.slice(cores.length - dedicated).flat(),
      siblings: cores.filter(({ length }) => length > 1),
      memoryMib: partOf(id, memoryMib, model.cells),
      pages: pagesOf(model, partOf(id, memoryMib, model.cells)),
    };
  });
}

/** The first CPU of a cell. No core is in two cells; the last cell has what does not divide. */
function firstOf(id: number, vcpus: number, { cells, threadsPerCore }: NumaModel): number {
  if (id === cells) return vcpus;
  return Math.floor(vcpus / (cells * threadsPerCore)) * threadsPerCore * id;
}

function coresOf(first: number, end: number, threads: number): number[][] {
  return Array.from({ length: Math.ceil((end - first) / threads) }, (_, core) => {
    const cpu = first + core * threads;
    return Array.from({ length: Math.min(threads, end - cpu) }, (_thread, thread) => cpu + thread);
  });
}

function partOf(id: number, whole: number, cells: number): number {
  const part = Math.floor(whole / cells);
  return id === cells - 1 ? whole - part * (cells - 1) : part;
}

function pagesOf({ smallPageKib, hugePages }: NumaModel, memoryMib: number): CellPages[] {
  const memoryKib = memoryMib * KIB_PER_MIB;
  const huge = hugePages.map(({ sizeKib, part }) => ({ sizeKib, total: Math.floor((memoryKib * part) / sizeKib) }));
  const hugeKib = huge.reduce((sum, { sizeKib, total }) => sum + sizeKib * total, 0);
  return [{ sizeKib: smallPageKib, total: Math.floor((memoryKib - hugeKib) / smallPageKib) }, ...huge];
}
