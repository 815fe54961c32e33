/** What the managed stores of AWS ask of other boxes. */
import { rdsAuthorities } from '../postgres';
import { awsRule, type Rule } from './rule';

/** As Aurora and ElastiCache want the names of what they run: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
const names = awsRule(['name', 'postgres', 'redis'], ({ name, postgres, redis }) =>
  (postgres.engine === 'aurora' || redis.engine === 'elasticache') && !/^[a-z](-?[a-z0-9])*$/.test(name)
    ? [
        {
          path: 'name',
          message: 'must begin with a letter and have no two hyphens in a row: it begins the names of Aurora and ElastiCache',
        },
      ]
    : [],
);

const authorities = awsRule(['aws', 'postgres'], ({ aws: { region }, postgres }) =>
  postgres.engine === 'aurora' && rdsAuthorities(region).length === 0
    ? [
        {
          path: 'aws.region',
          message: `the authorities that sign Aurora’s certificates in ${region} are not known, so clients could not check them; take another region, or engine "external"`,
        },
      ]
    : [],
);

/** Rules that hold where an engine is Aurora or ElastiCache. */
export const storeRules: readonly Rule[] = [names, authorities];
