import { resolveBox } from '../../../config/fields/engine';
import { objectStorageEngines, objectStorageOn, type ObjectStorageConfig } from '../../../config/object-storage';

const disabled = { enabled: false, reason: 'nobody needs it in a test' };
const watchOf = (config: ObjectStorageConfig) => resolveBox(objectStorageEngines, config, { sizing: 'minimum', cidrs: null }).watch;

describe('what there is to watch of object storage', () => {
  it('a volume, or CloudWatch', () => {
    const gateway = objectStorageOn.kubernetes.parse({ engine: 'versitygw', tls: disabled });
    expect(watchOf(gateway)).toEqual({ volume: true, cloudWatch: false });
    expect(watchOf(objectStorageOn.aws.parse({ engine: 's3' }))).toEqual({ volume: false, cloudWatch: true });
  });
});
