import { BotManagement } from '@cdktf/provider-cloudflare/lib/bot-management';
import { Construct } from 'constructs';
import { plans, type CloudflareConfig } from '../../../config';

export interface BotsProps {
  readonly zoneId: string;
  readonly config: Pick<CloudflareConfig, 'plan' | 'bots'>;
}

/**
 * What is done about programs that come to pages. Bot Fight Mode is off on every plan: it heeds no rule, so it would challenge clients of the
 * API. https://developers.cloudflare.com/bots/get-started/bot-fight-mode/#limitations
 */
export class Bots extends Construct {
  constructor(scope: Construct, id: string, { zoneId, config: { plan, bots } }: BotsProps) {
    super(scope, id);
    const groups = plans[plan].botGroups;
    new BotManagement(this, 'Resource', {
      zoneId,
      fightMode: false,
      // It puts a script into pages.
      enableJs: false,
      // Both would hold for the API too, whose clients may call themselves so.
      aiBotsProtection: 'disabled',
      crawlerProtection: 'disabled',
      ...(groups.includes('definitelyAutomated')
        ? { sbfmDefinitelyAutomated: bots.definitelyAutomated, sbfmStaticResourceProtection: false }
        : {}),
      ...(groups.includes('likelyAutomated') ? { sbfmLikelyAutomated: bots.likelyAutomated } : {}),
      ...(groups.includes('verified') ? { sbfmVerifiedBots: bots.verified } : {}),
    });
  }
}
