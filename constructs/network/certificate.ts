import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { DnsRecord } from '@cdktf/provider-cloudflare/lib/dns-record';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';

export interface CertificateProps {
  /** Host by the name of its service, which the validation record is called by: a host can change, its record's address stays. */
  readonly hosts: Readonly<Record<string, string>>;
  /** The zone of Cloudflare that the records go to. */
  readonly zoneId: string;
  readonly environment: string;
}

/** Seconds that resolvers keep a validation record: the least that every plan of Cloudflare takes. */
const TTL_SECONDS = 60;

/**
 * One certificate for all hosts, proved by a DNS record for each, which stay: ACM renews it as long as they are there. Other hosts are another
 * certificate. The new one is issued first; the old one cannot go before the load balancer, in a later state, has taken the new one: this
 * apply ends with an error then (ResourceInUseException), and after an apply of `app` the next one of `network` removes the old one.
 */
export class Certificate extends Construct {
  /** Known when the certificate is issued, not before: a listener refuses one that is still to be proved. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { hosts, zoneId, environment }: CertificateProps) {
    super(scope, id);
    const [domainName, ...others] = Object.values(hosts).sort();
    const certificate = new AcmCertificate(this, 'Resource', {
      domainName,
      subjectAlternativeNames: others,
      validationMethod: 'DNS',
      options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      tags: { Name: environment },
      lifecycle: { createBeforeDestroy: true },
    });
    // A set, whose values are known after the apply: picked by the host, so that which records there are is known at plan. ACM writes names
    // with the final dot, Cloudflare without, and would show a difference for ever.
    const options = `aws_acm_certificate.${certificate.friendlyUniqueId}.domain_validation_options`;
    const option = (host: string, attribute: string) =>
      `\${trimsuffix(one([for option in ${options} : option.${attribute} if option.domain_name == "${host}"]), ".")}`;
    const records = Object.entries(hosts).map(
      ([name, host]) =>
        new DnsRecord(this, `${constructId(name)}Validation`, {
          zoneId,
          type: 'CNAME',
          name: option(host, 'resource_record_name'),
          content: option(host, 'resource_record_value'),
          ttl: TTL_SECONDS,
          // ACM asks for the record itself.
          proxied: false,
          // 100 characters at most on the free plan.
          comment: 'Proves this host to AWS Certificate Manager, at every renewal again',
        }),
    );
    const validation = new AcmCertificateValidation(this, 'Validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: Object.values(hosts).map((host) => option(host, 'resource_record_name')),
      dependsOn: records,
    });
    this.arn = validation.certificateArn;
  }
}
