import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = [Address, number]

/** Tells addresses that are in the list or in one of its CIDR ranges; entries that are neither match nothing. */
export function compileAddresses(entries: readonly string[]): (address: string) => boolean {
  const ranges = entries.map(parseRange).filter((range) => range !== null)
  return (address) => {
    const parsed = parse(address)
    return parsed !== null && ranges.some((range) => contains(range, parsed))
  }
}

function parseRange(entry: string): Range | null {
  const text = entry.trim()
  const slash = text.lastIndexOf('/')
  const address = parse(slash < 0 ? text : text.slice(0, slash))
  if (address === null) return null
  const bits = address.kind() === 'ipv4' ? 32 : 128
  if (slash < 0) return [address, bits]
  const prefix = text.slice(slash + 1)
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? [address, Number(prefix)] : null
}

/** IPv4 in IPv6 clothes (`::ffff:192.0.2.1`) is what sockets that listen on both report: taken as IPv4. */
function parse(text: string): Address | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null
  return ipaddr.process(text)
}

function contains([range, bits]: Range, address: Address): boolean {
  return range.kind() === address.kind() && address.match(range, bits)
}
