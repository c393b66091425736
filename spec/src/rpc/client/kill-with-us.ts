// Takes child processes along when this process ends without closing its connections.

const kills = new Set<() => void>();
let listening = false;

/**
 * Arranges for something to be killed when this process exits.
 *
 * @param kill - Kills it, at once.
 * @returns Calls the arrangement off.
 */
export function killWithUs(kill: () => void): () => void {
  if (!listening) {
    listening = true;
    process.once("exit", () => {
      for (const each of kills) each();
    });
  }
  kills.add(kill);
  return () => void kills.delete(kill);
}
