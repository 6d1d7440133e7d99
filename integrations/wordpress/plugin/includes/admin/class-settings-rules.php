<?php
/**
 * Which settings are taken, and what is said of those that are not.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Reads the form of the settings. A fault names its field and its cure, and nothing is saved until all is well. */
final class Settings_Rules {

	public const POLICIES = array( 'auto', 'statistics', 'session', 'consented-only' );

	/** Number fields with their least and most. */
	public const RANGES = array(
		'retention_days' => array( 1, 1095 ),
		'per_session'    => array( 0, 20 ),
		'per_day'        => array( 0, 50 ),
		'holdout'        => array( 0, 50 ),
	);

	/** Those of sites with WooCommerce. */
	public const SHOP_RANGES = array(
		'coupons_per_day'        => array( 0, 10000 ),
		'coupons_per_month'      => array( 0, 100000 ),
		'reminder_after_minutes' => array( 10, 2880 ),
		'reminder_days'          => array( 1, 365 ),
	);

	private const TICKS      = array( 'enabled', 'speed_module', 'count_me', 'keep_data' );
	private const SHOP_TICKS = array( 'orders_basis', 'reminders' );

	/**
	 * What was sent, as it is to be kept, and the faults by field.
	 *
	 * @param array $sent    Unslashed texts by field.
	 * @param array $known   The connection so far: a secret that was not typed again stays.
	 * @param bool  $is_shop Whether the form had the fields of a shop.
	 * @return array{settings: array, connection: array, faults: array}
	 */
	public static function read( array $sent, array $known, bool $is_shop ): array {
		$faults   = array();
		$settings = array();
		foreach ( array_merge( self::TICKS, $is_shop ? self::SHOP_TICKS : array() ) as $name ) {
			$settings[ $name ] = '1' === ( $sent[ $name ] ?? '' );
		}
		$settings['policy']      = self::choose( $sent, 'policy', self::POLICIES, $faults );
		$settings['without_cmp'] = self::choose( $sent, 'without_cmp', array( 'policy', 'wait' ), $faults );
		foreach ( self::RANGES + ( $is_shop ? self::SHOP_RANGES : array() ) as $name => $range ) {
			$settings[ $name ] = self::count( $sent, $name, $range, $faults );
		}
		$settings['trusted_proxies'] = self::proxies( (string) ( $sent['trusted_proxies'] ?? '' ), $faults );
		$connection                  = self::connection( $sent, $known, $faults );
		return compact( 'settings', 'connection', 'faults' );
	}

	/**
	 * One of a few words.
	 *
	 * @param array  $sent    The form.
	 * @param string $name    The field.
	 * @param array  $allowed The words.
	 * @param array  $faults  Gets what is wrong.
	 */
	private static function choose( array $sent, string $name, array $allowed, array &$faults ): string {
		$word = (string) ( $sent[ $name ] ?? '' );
		if ( ! in_array( $word, $allowed, true ) ) {
			$faults[ $name ] = __( 'Choose one of these.', 'inkling' );
		}
		return $word;
	}

	/**
	 * A whole number within its bounds.
	 *
	 * @param array  $sent   The form.
	 * @param string $name   The field.
	 * @param array  $range  Least and most.
	 * @param array  $faults Gets what is wrong.
	 */
	private static function count( array $sent, string $name, array $range, array &$faults ): int {
		$text = trim( (string) ( $sent[ $name ] ?? '' ) );
		if ( ! preg_match( '/^\d{1,6}$/', $text ) || (int) $text < $range[0] || (int) $text > $range[1] ) {
			/* translators: 1: least number, 2: greatest number. */
			$faults[ $name ] = sprintf( __( 'Write a whole number from %1$d to %2$d.', 'inkling' ), $range[0], $range[1] );
		}
		return (int) $text;
	}

	/**
	 * Addresses of proxies, one a line, single ones or networks.
	 *
	 * @param string $text   As typed.
	 * @param array  $faults Gets what is wrong.
	 * @return string[]
	 */
	private static function proxies( string $text, array &$faults ): array {
		$lines = array_values( array_filter( array_map( 'trim', preg_split( '/[\s,]+/', $text ) ) ) );
		foreach ( $lines as $line ) {
			if ( ! self::is_network( $line ) ) {
				/* translators: %s: what was typed. */
				$faults['trusted_proxies'] = sprintf( __( '“%s” is no address: write an IP address or a network such as 10.0.0.0/8, one a line.', 'inkling' ), $line );
			}
		}
		return array_slice( $lines, 0, 100 );
	}

	/**
	 * Whether it is an IP address, alone or with the length of its prefix.
	 *
	 * @param string $text For example `2001:db8::/32`.
	 */
	public static function is_network( string $text ): bool {
		$parts = explode( '/', $text );
		if ( count( $parts ) > 2 || ! filter_var( $parts[0], FILTER_VALIDATE_IP ) ) {
			return false;
		}
		$most = false === strpos( $parts[0], ':' ) ? 32 : 128;
		return ! isset( $parts[1] ) || ( preg_match( '/^\d{1,3}$/', $parts[1] ) && (int) $parts[1] <= $most );
	}

	/**
	 * The server and its keys: all three, or none.
	 *
	 * @param array $sent   The form.
	 * @param array $known  The connection so far.
	 * @param array $faults Gets what is wrong.
	 * @return array
	 */
	private static function connection( array $sent, array $known, array &$faults ): array {
		$server    = untrailingslashit( trim( (string) ( $sent['server'] ?? '' ) ) );
		$write_key = trim( (string) ( $sent['write_key'] ?? '' ) );
		$typed     = trim( (string) ( $sent['secret_key'] ?? '' ) );
		$removes   = '1' === ( $sent['remove_secret'] ?? '' );
		$secret    = '' !== $typed ? $typed : ( $removes ? '' : $known['secret_key'] );
		$fault     = '' === $server || $server === $known['server'] ? '' : self::server_fault( $server );
		if ( '' !== $fault ) {
			$faults['server'] = $fault;
		}
		if ( '' !== $write_key && ! preg_match( '/^wk_[\w-]{8,80}$/', $write_key ) ) {
			$faults['write_key'] = __( 'This is no write key: copy it from the server, it begins with wk_.', 'inkling' );
		}
		if ( '' !== $typed && ! preg_match( '/^sk_[\w-]{8,160}$/', $typed ) ) {
			$faults['secret_key'] = __( 'This is no secret key: copy it from the server, it begins with sk_.', 'inkling' );
		}
		if ( '' !== $server && '' === $write_key && ! isset( $faults['write_key'] ) ) {
			$faults['write_key'] = __( 'The server needs the write key of this site: copy it from there, or leave the address empty.', 'inkling' );
		}
		if ( '' !== $server && '' === $secret && ! isset( $faults['secret_key'] ) ) {
			$faults['secret_key'] = __( 'The server needs the secret key of this site: copy it from there, or leave the address empty.', 'inkling' );
		}
		return array(
			'server'     => $server,
			'write_key'  => $write_key,
			'secret_key' => $secret,
		);
	}

	/**
	 * Why keys may not be sent there; empty: they may.
	 *
	 * @param string $address Without a slash at its end.
	 */
	private static function server_fault( string $address ): string {
		$parts = wp_parse_url( $address );
		$extra = array_intersect( array( 'path', 'query', 'fragment', 'user' ), array_keys( (array) $parts ) );
		if ( ! isset( $parts['host'], $parts['scheme'] ) || $extra ) {
			return __( 'This is no address of a server: write it like https://inkling.example.org, without a path.', 'inkling' );
		}
		return is_callable( array( Relay::class, 'check_address' ) ) ? (string) Relay::check_address( $address ) : '';
	}
}
