import { addressIn, overlap } from '../../../config/fields/cidr';

describe('ranges', () => {
  test.each([
    ['10.96.0.0/12', 1, '10.96.0.1/32'],
    ['10.96.0.0/12', 10, '10.96.0.10/32'],
    ['10.96.7.9/16', 10, '10.96.0.10/32'],
    ['172.20.255.0/24', 10, '172.20.255.10/32'],
    ['10.0.0.0/8', 300, '10.0.1.44/32'],
  ])('in %s, number %i is %s', (cidr, n, address) => {
    expect(addressIn(cidr, n)).toBe(address);
  });

  test.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['0.0.0.0/0', '192.168.1.1/32', true],
    ['10.0.0.255/32', '10.0.1.0/24', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
  });
});
