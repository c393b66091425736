/** Why a call got no answer of the driver's: for now, or for good. */

/** No proper answer came, so nobody knows what became of the call. A later session can ask. */
export class NoAnswerError extends Error {
  override readonly name: string = "NoAnswerError";
}

/** This core has no session and will have none: it was stopped, or a newer core has fenced it. Whoever meets this leaves all as it is. */
export class SessionEndedError extends Error {
  override readonly name: string = "SessionEndedError";
}
