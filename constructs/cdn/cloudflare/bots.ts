import { BotManagement } from '@cdktf/provider-cloudflare/lib/bot-management';
import { Construct } from 'constructs';
import { plans, type CloudflareConfig } from '../../../config';

export interface BotsProps {
  readonly zoneId: string;
  readonly config: Pick<CloudflareConfig, 'plan' | 'bots'>;
}

/**
 * How automated clients of pages are handled. Bot Fight Mode is off on every plan: no rule can exempt the API from it, so it would
 * challenge the API's clients. https://developers.cloudflare.com/bots/get-started/bot-fight-mode/#limitations
 */
export class Bots extends Construct {
  constructor(scope: Construct, id: string, { zoneId, config: { plan, bots } }: BotsProps) {
    super(scope, id);
    const groups = plans[plan].botGroups;
    new BotManagement(this, 'Resource', {
      zoneId,
      fightMode: false,
      // It injects a script into pages.
      enableJs: false,
      // Both would apply to the API too, whose clients may identify as such.
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
