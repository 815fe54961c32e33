/** Arithmetic of IPv4 ranges such as `10.96.0.0/12`. */

/** First and last address of a range, as numbers. */
function bounds(cidr: string): readonly [first: number, last: number] {
  const [base = '', length = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  const number = base.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const first = number - (number % size);
  return [first, first + size - 1];
}

/** The nth address of a range, as a range of its own. */
export function addressIn(cidr: string, n: number): string {
  const address = bounds(cidr)[0] + n;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/32`;
}

/** Whether an address is in a range. */
export const isIn = (address: string, cidr: string): boolean => overlap(`${address}/32`, cidr);

/** Whether some address is in both. */
export function overlap(one: string, other: string): boolean {
  const [[first, last], [otherFirst, otherLast]] = [bounds(one), bounds(other)];
  return first <= otherLast && otherFirst <= last;
}
