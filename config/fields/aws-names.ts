import type { Problem } from '../rules/rule';

/**
 * What keeps the environment's name from beginning the names of clusters of RDS and ElastiCache.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
 */
export const clusterNameProblems = (name: string): readonly Problem[] =>
  /^[a-z](-?[a-z0-9])*$/.test(name)
    ? []
    : [
        {
          path: 'name',
          message: 'must begin with a letter and have no two hyphens in a row: names of Aurora and ElastiCache resources begin with it',
        },
      ];
