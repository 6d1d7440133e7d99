<?php
/**
 * What the collect path has to know, put together from options and rules.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** The content of `settings.php`, see `Collect\Config`. */
final class Collect_Settings {

	/** As of now. */
	public static function current(): array {
		$settings = Settings::get();
		$rules    = Rules::merged();

		/**
		 * Filters the events that only the site's own server says: what pages claim of them is refused.
		 *
		 * @param string[] $names For example `Order Completed`.
		 */
		$owned = apply_filters( 'inkling_server_events', array() );

		/**
		 * Filters the events that pages may send beside the known ones.
		 *
		 * @param array $events Name => names of its properties.
		 */
		$allowed = apply_filters( 'inkling_allowed_events', array() );

		return array(
			'site'            => Keys::site(),
			'key'             => Keys::write(),
			'id_key'          => base64_encode( Keys::id_key() ),
			'policy'          => Settings::policy(),
			'zone'            => wp_timezone_string(),
			'enabled'         => (bool) $settings['enabled'],
			'connected'       => is_callable( array( Relay::class, 'is_connected' ) ) && Relay::is_connected(),
			'hosts'           => self::hosts(),
			'trusted_proxies' => array_values( (array) $settings['trusted_proxies'] ),
			'hears'           => (object) Rules::published()['hears'],
			'caps'            => (object) Rules::published()['caps'],
			'site_caps'       => self::site_caps( (array) ( $rules['site']['caps'] ?? array() ) ),
			'obeys'           => self::flagged( (array) ( $rules['campaigns'] ?? array() ), 'obeys' ),
			'counts'          => self::flagged( (array) ( $rules['campaigns'] ?? array() ), 'counts' ),
			'owned'           => array_values( (array) $owned ),
			'allowed'         => (object) (array) $allowed,
			'session_gap'     => (int) ( $rules['site']['sessionGapMs'] ?? 1800000 ),
			'holds'           => 35000,
			'currency'        => (string) ( $rules['site']['currency'] ?? '' ),
			'goals'           => (object) self::goals( (array) ( $rules['campaigns'] ?? array() ) ),
			// What pages say of others is not counted: names that a stranger makes up would leave no room for these.
			'segments'        => array_column( (array) ( $rules['segments'] ?? array() ), 'key' ),
			'arms'            => (object) self::arms( (array) ( $rules['campaigns'] ?? array() ) ),
		);
	}

	/**
	 * Whose pages may post: this site's, with and without `www.`.
	 *
	 * @return string[]
	 */
	private static function hosts(): array {
		$hosts = array();
		foreach ( array( home_url(), site_url() ) as $url ) {
			$parts = wp_parse_url( $url );
			$host  = strtolower( (string) ( $parts['host'] ?? '' ) );
			$port  = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
			$bare  = (string) preg_replace( '/^www\./', '', $host );
			array_push( $hosts, $bare . $port, 'www.' . $bare . $port );
		}

		/**
		 * Filters the hosts whose pages may post, for sites that answer under several.
		 *
		 * @param string[] $hosts With port, where it is not the usual one.
		 */
		return array_values( array_unique( (array) apply_filters( 'inkling_hosts', $hosts ) ) );
	}

	/**
	 * By which events a campaign has reached its goal.
	 *
	 * @param array[] $campaigns Of the rules.
	 */
	private static function goals( array $campaigns ): array {
		$goals = array();
		foreach ( $campaigns as $campaign ) {
			$events = array_values( array_filter( (array) ( $campaign['goal']['event'] ?? array() ), 'is_string' ) );
			if ( $events && 'draft' !== ( $campaign['state'] ?? 'draft' ) ) {
				$goals[ $campaign['key'] ] = $events;
			}
		}
		return $goals;
	}

	/**
	 * The arms that each campaign has: what pages say of others is not counted.
	 *
	 * @param array[] $campaigns Of the rules.
	 */
	private static function arms( array $campaigns ): array {
		$arms = array();
		foreach ( $campaigns as $campaign ) {
			if ( 'draft' !== ( $campaign['state'] ?? 'draft' ) ) {
				$arms[ $campaign['key'] ] = array_merge( array_column( (array) ( $campaign['variants'] ?? array() ), 'key' ), array( 'holdout' ) );
			}
		}
		return $arms;
	}

	/**
	 * Caps that count all campaigns together, of a session or a day.
	 *
	 * @param array[] $caps Of the rules.
	 */
	private static function site_caps( array $caps ): array {
		$kept = array();
		foreach ( $caps as $cap ) {
			if ( 'all' === ( $cap['scope'] ?? '' ) && is_int( $cap['max'] ?? null ) ) {
				$kept[] = array(
					'max' => $cap['max'],
					'per' => 'session' === ( $cap['per'] ?? '' ) ? 'session' : 'day',
				);
			}
		}
		return $kept;
	}

	/**
	 * The campaigns that say yes to something; so does whoever says nothing.
	 *
	 * @param array[] $campaigns Of the rules.
	 * @param string  $flag      `obeys` or `counts`.
	 * @return string[]
	 */
	private static function flagged( array $campaigns, string $flag ): array {
		$keys = array();
		foreach ( $campaigns as $campaign ) {
			if ( $campaign[ $flag ] ?? true ) {
				$keys[] = $campaign['key'];
			}
		}
		return $keys;
	}
}
