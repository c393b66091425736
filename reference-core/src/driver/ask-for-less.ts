/** Reads long things in pieces that fit into a message. */
import { DriverError } from "@virt-driver-kit/spec";

/** Reads one piece of what is to be read, of a size that has fitted so far. */
export type PieceReader = <Piece>(read: (limit: number) => Promise<Piece>) => Promise<Piece>;

/**
 * Makes a reader of pieces that asks for half as much, from then on, whenever the answer is MESSAGE_TOO_LARGE.
 *
 * @param most - How much to ask for at first, in entries or bytes.
 * @returns The reader. It throws what `read` throws, MESSAGE_TOO_LARGE too if not even one entry fits.
 * @see Requirement `limits/caller-keeps-within`
 */
export function pieceReader(most: number): PieceReader {
  let limit = most;
  return async (read) => {
    for (;;) {
      try {
        return await read(limit);
      } catch (error) {
        const isTooLarge = error instanceof DriverError && error.code === "MESSAGE_TOO_LARGE";
        if (!isTooLarge || limit === 1) throw error;
        limit = Math.floor(limit / 2);
      }
    }
  };
}

/** The longest page of a list that the spec has. */
export const LONGEST_PAGE = 1000;
