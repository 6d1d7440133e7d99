<?php
/**
 * Automated traffic.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** Known by what it calls itself: the pattern of the server, built into the plugin (integrations/wordpress/generated.ts). */
final class Bots {

	/**
	 * Whether a user agent is that of a robot; so is whoever names none.
	 *
	 * @param string $user_agent The header.
	 */
	public static function is_bot( string $user_agent ): bool {
		return '' === $user_agent || 1 === preg_match( require __DIR__ . '/bots.php', $user_agent );
	}
}
