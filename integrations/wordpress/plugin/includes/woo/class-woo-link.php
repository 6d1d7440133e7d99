<?php
/**
 * What the shop's parts ask of the plugin's other parts.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Config;

defined( 'ABSPATH' ) || exit;

/** One place for it: each answer has a plain default where the other part has nothing to say. */
final class Woo_Link {

	/**
	 * Who keeps events and sessions.
	 *
	 * @var string
	 */
	private static $recorder = Recorder::class;

	/**
	 * Who knows what visitors allow.
	 *
	 * @var string
	 */
	private static $consent = Consent::class;

	/**
	 * Asks others instead: whoever tests what the shop reports is one.
	 *
	 * @param string $recorder Class with the recorder's functions.
	 * @param string $consent  Class with the consent's.
	 */
	public static function ask( string $recorder, string $consent ): void {
		self::$recorder = $recorder;
		self::$consent  = $consent;
	}

	/** The site's public id; '' before there is one. */
	public static function site(): string {
		$config = self::config();
		return null === $config ? '' : (string) $config->site;
	}

	/** The key of the site's hashes; '' before there is one. */
	public static function id_key(): string {
		$config = self::config();
		return null === $config ? '' : $config->id_key;
	}

	private static function config(): ?Config {
		return Config::current( Storage::folder() );
	}

	/**
	 * A setting of the merchant.
	 *
	 * @param string $name    Its name.
	 * @param mixed  $default Where it was never set.
	 * @return mixed
	 */
	public static function setting( string $name, $default ) {
		$settings = get_option( 'inkling_settings' );
		return is_array( $settings ) && isset( $settings[ $name ] ) ? $settings[ $name ] : $default;
	}

	/** Whether the browser of this request says that nobody is to be followed (Global Privacy Control). */
	public static function is_refused(): bool {
		return isset( $_SERVER['HTTP_SEC_GPC'] ) && '1' === $_SERVER['HTTP_SEC_GPC'];
	}

	/**
	 * Whether events may stand under the name of the visitor. Where no consent plugin speaks, the tracker's own word counts.
	 *
	 * @param array|null $visitor As visitor() returned it.
	 */
	public static function may_name( ?array $visitor ): bool {
		if ( null === $visitor || self::is_refused() || ! is_callable( array( self::$consent, 'allows' ) ) ) {
			return false;
		}
		return self::$consent::allows( 'analytics' ) ?? 'consented' === ( $visitor['m'] ?? '' );
	}

	/**
	 * The visitor of this request, as the collect path names it; null where the policy or a signal gives none.
	 *
	 * @param string $device Its id, where the page sent it.
	 */
	public static function visitor( string $device = '' ): ?array {
		if ( self::is_refused() || ! is_callable( array( self::$recorder, 'visitor' ) ) ) {
			return null;
		}
		$visitor = self::$recorder::visitor( $device );
		$is_one  = is_array( $visitor ) && isset( $visitor['v'] ) && '' !== $visitor['v'];
		return $is_one && ! self::is_withdrawn( $visitor ) ? $visitor : null;
	}

	/**
	 * Whether the page's word for a device is overtaken by what the consent plugin says now.
	 *
	 * @param array $visitor Of `Recorder::visitor()`.
	 */
	private static function is_withdrawn( array $visitor ): bool {
		return 'consented' === ( $visitor['m'] ?? '' ) && is_callable( array( self::$consent, 'allows' ) ) && false === self::$consent::allows( 'analytics' );
	}

	/**
	 * The state of a visitor's session and day.
	 *
	 * @param array|null $visitor As visitor() returned it.
	 */
	public static function state( ?array $visitor ): array {
		$state = null === $visitor || ! is_callable( array( self::$recorder, 'state' ) ) ? array() : self::$recorder::state( $visitor );
		return is_array( $state ) ? $state : array();
	}

	/**
	 * Tells the state of the session about an order, so that the page knows of it.
	 *
	 * @param array  $visitor As visitor() returned it.
	 * @param string $id      What stands for the order: the same one twice is one.
	 * @param array  $order   When, ms; its total, minor units; ISO 4217.
	 */
	public static function add_order( array $visitor, string $id, array $order ): void {
		if ( is_callable( array( self::$recorder, 'add_order' ) ) ) {
			self::$recorder::add_order( $visitor, $id, $order );
		}
	}

	/**
	 * One event of the server.
	 *
	 * @param array|null $visitor As visitor() returned it; null where it belongs to nobody.
	 * @param array      $event   `i`, `n`, `t` in ms, `p`.
	 */
	public static function record( ?array $visitor, array $event ): void {
		if ( is_callable( array( self::$recorder, 'record' ) ) ) {
			self::$recorder::record( $visitor ?? array(), array( $event ) );
		}
	}

	/** Epoch milliseconds. */
	public static function now_ms(): int {
		return (int) floor( microtime( true ) * 1000 );
	}
}
