import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { DnsRecord } from '@cdktf/provider-cloudflare/lib/dns-record';
import { Construct } from 'constructs';
import { constructId } from '../../terraform/construct-id';

export interface HostCertificateProps {
  /** Host by the name of its service. Validation records are named by the service, so a changed host keeps its record's address. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Cloudflare zone of the validation records. */
  readonly zoneId: string;
  readonly environment: string;
}

/** TTL of a validation record in seconds: the shortest that every Cloudflare plan allows. */
const TTL_SECONDS = 60;

/**
 * One certificate for all hosts, validated by a DNS record for each; the records stay, because ACM needs them to renew it. It is in the state
 * of the listener that shows it: only the listener waits until it is issued, and where other hosts replace it, Terraform makes the new one,
 * gives it to the listener and then deletes the old one. A certificate in use cannot be deleted.
 */
export class HostCertificate extends Construct {
  /** Known once the certificate is issued, not before: a listener refuses one that is still being validated. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { hosts, zoneId, environment }: HostCertificateProps) {
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
    // A set whose values are known only after the apply: indexed by host, so that the records are known at plan. ACM writes names with the
    // final dot and Cloudflare without; left as they are, every plan would show a difference.
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
          // ACM requires this name.
          proxied: false,
          // At most 100 characters on the free plan.
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
