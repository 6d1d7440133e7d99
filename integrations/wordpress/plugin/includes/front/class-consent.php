<?php
/**
 * What visitors allow, as the site's consent plugin knows it.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Speaks with the WP Consent API, where a site has it. What it says is a visitor's choice and never part of a page that a cache keeps. */
final class Consent implements Module {

	/** Its category for each of our purposes. */
	public const CATEGORIES = array(
		'analytics'       => 'statistics',
		'personalization' => 'marketing',
		'contact'         => 'marketing',
		'share'           => 'marketing',
	);

	public static function hook(): void {
		add_filter( 'wp_consent_api_registered_' . plugin_basename( PLUGIN_FILE ), '__return_true' );
	}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}

	/** Whether the WP Consent API is on this site. */
	public static function has_source(): bool {
		return function_exists( 'wp_has_consent' ) || class_exists( 'WP_CONSENT_API', false );
	}

	/**
	 * Whether the visitor of this request allows a purpose; null where nobody knows.
	 *
	 * @param string $purpose `analytics`, `personalization`, `contact` or `share`.
	 */
	public static function allows( string $purpose ): ?bool {
		if ( self::is_opted_out() ) {
			return false;
		}
		if ( ! function_exists( 'wp_has_consent' ) || ! isset( self::CATEGORIES[ $purpose ] ) ) {
			return null;
		}
		return (bool) wp_has_consent( self::CATEGORIES[ $purpose ] );
	}

	/** Whether the browser says Global Privacy Control. */
	public static function is_opted_out(): bool {
		return isset( $_SERVER['HTTP_SEC_GPC'] ) && '1' === sanitize_text_field( wp_unslash( $_SERVER['HTTP_SEC_GPC'] ) );
	}
}
