/** Metrics of rules that nothing which can be run here shows, and why. Their names are checked against committed lists. */
export const unseen: readonly { readonly metrics: RegExp; readonly why: string }[] = [
  { metrics: /^aws_/, why: 'CloudWatch needs an account of AWS' },
  { metrics: /^(container|machine)_/, why: 'cAdvisor is part of the kubelet, and no container runs here' },
  { metrics: /^kubelet_/, why: 'no kubelet runs here' },
  { metrics: /^massrouter_backup_/, why: 'the Jobs that tell of backups are not among what runs here' },
  { metrics: /^stand_in_info$/, why: 'the backend is here, so nothing stands in for it' },
];

/**
 * Metrics whose series are there only while something is wrong: what shows them says that it knows the name, by its HELP, whether or not
 * there is a series.
 */
export const onlyWhenWrong: readonly { readonly metrics: RegExp; readonly why: string }[] = [
  { metrics: /^kube_pod_container_status_(waiting|last_terminated)_reason$/, why: 'no container fails here' },
  { metrics: /^kube_pod_deletion_timestamp$/, why: 'no pod is stuck in its end' },
  { metrics: /^kube_job_(failed|status_failed|status_active)$/, why: 'no Job fails' },
  { metrics: /^redis_errors_total$/, why: 'Redis has refused nothing for lack of memory, disk or members' },
  { metrics: /^pg_stat_activity_max_tx_duration$/, why: 'no session idles in a transaction' },
];
