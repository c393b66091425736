/**
 * The network over which hosts send guests and disks to each other. Links can be cut; a stream that crossed one is broken for good, also
 * when the link is mended before anybody looks.
 */

/** How much one stream carries, in bytes per second. Slow enough for a small guest to be on its way for seconds, and so to be met there. */
const BYTES_PER_SECOND = 16 * 2 ** 20;

/** What one host is sending to another. */
export interface Stream {
  readonly from: string;
  readonly to: string;
  /** Whether a link that it crossed has been cut since it was opened. */
  isBroken: boolean;
  /** Called when it breaks, at that moment. */
  readonly onBreak: () => void;
}

/** The links between the hosts of a site. Hosts are named as {@link Host.name} does. */
export class Network {
  readonly bytesPerSecond: number = BYTES_PER_SECOND;
  /** Pairs of hosts whose link is cut; a missing peer stands for all others. */
  #cuts: { readonly host: string; readonly peer: string | undefined }[] = [];
  readonly #streams = new Set<Stream>();

  /** Tells whether two hosts reach each other now. A host always reaches itself. */
  isReachable(from: string, to: string): boolean {
    if (from === to) return true;
    return !this.#cuts.some(({ host, peer }) => crosses(host, peer, from, to));
  }

  /**
   * Cuts a host off, until it is mended. Streams between the two break.
   *
   * @param host - The host.
   * @param peer - From whom; from all others if left out.
   * @returns What mends this link, and no other. Streams that broke stay broken.
   */
  cut(host: string, peer?: string): () => void {
    const cut = { host, peer };
    this.#cuts.push(cut);
    for (const stream of this.#streams) {
      if (stream.isBroken || !crosses(host, peer, stream.from, stream.to)) continue;
      stream.isBroken = true;
      stream.onBreak();
    }
    return () => void (this.#cuts = this.#cuts.filter((other) => other !== cut));
  }

  /**
   * Begins to send.
   *
   * @param from - The host that sends.
   * @param to - The host that receives.
   * @param onBreak - Called when the stream breaks.
   * @returns The stream, which is broken already if the hosts do not reach each other. To be closed.
   */
  open(from: string, to: string, onBreak: () => void): Stream {
    const stream = { from, to, isBroken: !this.isReachable(from, to), onBreak };
    this.#streams.add(stream);
    return stream;
  }

  /** Ends a stream. */
  close(stream: Stream): void {
    this.#streams.delete(stream);
  }
}

function crosses(host: string, peer: string | undefined, from: string, to: string): boolean {
  const isOnTheWay = (name: string): boolean => name === from || name === to;
  return isOnTheWay(host) && (peer === undefined ? from !== to : isOnTheWay(peer) && peer !== host);
}
