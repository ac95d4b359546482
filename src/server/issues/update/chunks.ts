/**
 * So many issues are changed at once: some 10 ms of the storage thread, after which events and other requests have their turn.
 */
const chunkSize = 250

export function chunksOf<Item>(items: Item[], size = chunkSize): Item[][] {
  const chunks: Item[][] = []
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size))
  return chunks
}
