/** A MessagePack map of names to bytes, as sentry-java writes it; null leaves a member out. */
export function packMembers(members: Record<string, Uint8Array | null>): Uint8Array {
  const named = Object.entries(members).flatMap(([name, bytes]) => (bytes === null ? [] : [{ name, bytes }]))
  const parts = named.flatMap(({ name, bytes }) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [Buffer.of(0xd9, name.length), Buffer.from(name), Buffer.of(0xc6), length, bytes]
  })
  return Buffer.concat([Buffer.of(0x80 | named.length), ...parts])
}
