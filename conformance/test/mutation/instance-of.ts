/** The instance that a request is about, named as `instanceUuid` or described as `instance`. */
export function instanceOf(params: object): string | undefined {
  const { instanceUuid, instance } = params as { instanceUuid?: string; instance?: { uuid?: string } };
  return instanceUuid ?? instance?.uuid;
}
