/** What states after the cluster use of it. */
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { PodIdentity, type PodIdentityProps } from '../../../constructs/aws/pod-identity';
import { kubernetesAccess } from '../../../constructs/cluster';
import { componentLabels } from '../../../constructs/kubernetes';
import { EncryptedStorageClass, NetworkPolicyEnforcement, readinessGates } from '../../../constructs/platform';
import { placement, synthesized } from './cluster.fixture';

describe('the provider of the cluster', () => {
  const access = (roleArn: string | null) => {
    const built = synthesized((stack) => {
      const props = kubernetesAccess(stack, 'Access', { cluster: 'production-cluster', region: 'eu-central-1', roleArn });
      new KubernetesProvider(stack, 'Cluster', { ...props, alias: 'cluster' });
    });
    const { provider } = JSON.parse(built.text) as { provider: { kubernetes: Record<string, unknown>[] } };
    return { ...built, provider: provider.kubernetes.find(({ alias }) => alias === 'cluster') };
  };

  test('finds address and certificate by the name of the cluster, which is known at plan', () => {
    const { provider, data } = access(null);
    expect(data('aws_eks_cluster')).toEqual({ Access: { name: 'production-cluster' } });
    expect(provider).toMatchObject({
      host: '${data.aws_eks_cluster.Access.endpoint}',
      cluster_ca_certificate: '${base64decode(data.aws_eks_cluster.Access.certificate_authority[0].data)}',
    });
  });

  test('gets its token from the AWS CLI when it is needed, and holds none', () => {
    const { provider } = access(null);
    expect(provider?.['exec']).toEqual([
      {
        api_version: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', 'production-cluster', '--region', 'eu-central-1', '--output', 'json'],
      },
    ]);
    expect(Object.keys(provider ?? {}).sort()).toEqual(['alias', 'cluster_ca_certificate', 'exec', 'host']);
  });

  test('takes on a role where one is named', () => {
    const [exec] = access('arn:aws:iam::123456789012:role/apply').provider?.['exec'] as { args: string[] }[];
    expect(exec?.args.slice(-2)).toEqual(['--role-arn', 'arn:aws:iam::123456789012:role/apply']);
  });
});

describe('a role for pods', () => {
  const identity = (fields: Partial<PodIdentityProps> = {}) =>
    synthesized((stack) => {
      new PodIdentity(stack, 'Backend', {
        placement,
        serviceAccount: 'backend',
        policyArns: { Assets: 'arn:policy/assets', Metrics: 'arn:policy/metrics' },
        ...fields,
      });
    });
  const built = identity();
  const role = built.one('aws_iam_role');

  test('trusts Pod Identity, for this ServiceAccount of this cluster alone', () => {
    expect(JSON.parse(String(role['assume_role_policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringEquals: {
              'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-central-1:123456789012:cluster/production-cluster',
              'aws:RequestTag/kubernetes-namespace': 'openrouter',
              'aws:RequestTag/kubernetes-service-account': 'backend',
            },
          },
        },
      ],
    });
  });

  test('may do what its policies say, each under its own name', () => {
    expect(built.resources('aws_iam_role_policy_attachment')).toEqual({
      Backend_Assets: { role: '${aws_iam_role.Backend_Role.name}', policy_arn: 'arn:policy/assets' },
      Backend_Metrics: { role: '${aws_iam_role.Backend_Role.name}', policy_arn: 'arn:policy/metrics' },
    });
  });

  test('is the one of the ServiceAccount', () => {
    expect(built.one('aws_eks_pod_identity_association')).toEqual({
      cluster_name: 'production-cluster',
      namespace: 'openrouter',
      service_account: 'backend',
      role_arn: '${aws_iam_role.Backend_Role.arn}',
    });
  });

  test('has a name of the environment, no longer than IAM takes', () => {
    expect(role['name']).toBe('production-backend-pods');
    expect(() => identity({ serviceAccount: 'x'.repeat(48) })).not.toThrow();
    expect(() => identity({ serviceAccount: 'x'.repeat(49) })).toThrow('has more than 64 characters');
  });

  test('is waited for as a whole', () => {
    let resources = 0;
    synthesized((stack) => {
      resources = new PodIdentity(stack, 'Backend', { placement, serviceAccount: 'backend', policyArns: { Assets: 'arn' } }).resources
        .length;
    });
    expect(resources).toBe(2);
  });
});

test('volumes are encrypted with the key, kept, growable, and made where the pod is', () => {
  const built = synthesized((stack) => {
    expect(new EncryptedStorageClass(stack, 'StorageClass', { name: 'encrypted', kmsKeyArn: 'arn:key/cluster' }).name).toBe('encrypted');
  });
  expect(built.one('kubernetes_storage_class_v1')).toEqual({
    metadata: {
      name: 'encrypted',
      labels: componentLabels('storage-class'),
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    storage_provisioner: 'ebs.csi.eks.amazonaws.com',
    parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: 'arn:key/cluster' },
    reclaim_policy: 'Retain',
    allow_volume_expansion: true,
    volume_binding_mode: 'WaitForFirstConsumer',
  });
});

test('network policies are enforced by one ConfigMap of the cluster', () => {
  const built = synthesized((stack) => {
    new NetworkPolicyEnforcement(stack, 'NetworkPolicyEnforcement');
  });
  expect(built.one('kubernetes_config_map_v1')).toEqual({
    metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system', labels: componentLabels('network-policies') },
    data: { 'enable-network-policy-controller': 'true' },
  });
});

test('readiness gates are asked for by the label of Auto Mode, not by that of the controller it replaces', () => {
  expect(readinessGates).toEqual({ 'eks.amazonaws.com/pod-readiness-gate-inject': 'enabled' });
});
