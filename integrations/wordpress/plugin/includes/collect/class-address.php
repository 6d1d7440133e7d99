<?php
/**
 * Client addresses: read from the request, cut to a prefix before anything else sees them, never stored.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** The same rules as core/identity/address.ts, with the same vectors. */
final class Address {

	private const NAMED = array(
		'loopback' => array( '127.0.0.0/8', '::1/128' ),
		'private'  => array( '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7' ),
	);

	/**
	 * The visitor's address: the socket's, or, behind trusted proxies, the last one in `X-Forwarded-For` that is no
	 * trusted proxy. What stands further left is the client's own claim.
	 *
	 * @param string   $socket    The other end of the connection.
	 * @param string   $forwarded The header; empty where there is none.
	 * @param string[] $trusted   Addresses, blocks, `loopback`, `private`.
	 */
	public static function of_client( string $socket, string $forwarded, array $trusted ): string {
		$address = self::unmap( $socket );
		if ( '' === $forwarded || ! self::is_in( $address, $trusted ) ) {
			return $address;
		}
		foreach ( array_reverse( explode( ',', $forwarded ) ) as $hop ) {
			$next = self::strip_port( self::unmap( trim( $hop ) ) );
			if ( 0 === self::version( $next ) ) {
				return $address;
			}
			$address = $next;
			if ( ! self::is_in( $address, $trusted ) ) {
				return $address;
			}
		}
		return $address;
	}

	/**
	 * Cuts an address to its network: /24 of IPv4, /48 of IPv6; anything else is `unknown`.
	 *
	 * @param string $address Of a client.
	 */
	public static function prefix( string $address ): string {
		$plain   = self::unmap( $address );
		$version = self::version( $plain );
		if ( 4 === $version ) {
			return substr( $plain, 0, (int) strrpos( $plain, '.' ) );
		}
		return 6 === $version ? implode( ':', array_slice( self::groups( $plain ), 0, 3 ) ) : 'unknown';
	}

	/**
	 * Whether an address lies in one of the blocks.
	 *
	 * @param string   $address An address.
	 * @param string[] $blocks  Addresses, blocks, `loopback`, `private`.
	 */
	public static function is_in( string $address, array $blocks ): bool {
		$packed = 0 === self::version( $address ) ? false : inet_pton( explode( '%', $address )[0] );
		if ( false === $packed ) {
			return false;
		}
		foreach ( $blocks as $block ) {
			foreach ( self::NAMED[ $block ] ?? array( (string) $block ) as $range ) {
				if ( self::matches( $packed, $range ) ) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Whether the first bits are those of the range.
	 *
	 * @param string $packed An address as bytes.
	 * @param string $range  An address or block.
	 */
	private static function matches( string $packed, string $range ): bool {
		$parts = explode( '/', $range, 2 );
		$base  = 0 === self::version( $parts[0] ) ? false : inet_pton( $parts[0] );
		if ( false === $base || strlen( $base ) !== strlen( $packed ) ) {
			return false;
		}
		$bits = isset( $parts[1] ) ? max( 0, min( (int) $parts[1], 8 * strlen( $base ) ) ) : 8 * strlen( $base );
		$full = intdiv( $bits, 8 );
		if ( 0 !== strncmp( $packed, $base, $full ) ) {
			return false;
		}
		$mask = ( 0xff << ( 8 - $bits % 8 ) ) & 0xff;
		return 0 === $bits % 8 || ( ord( $packed[ $full ] ) & $mask ) === ( ord( $base[ $full ] ) & $mask );
	}

	/**
	 * 4, 6, or 0 for what is no address.
	 *
	 * @param string $address Perhaps one.
	 */
	private static function version( string $address ): int {
		if ( false !== filter_var( $address, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4 ) ) {
			return 4;
		}
		// A zone names an interface of the machine that wrote it.
		return false !== filter_var( explode( '%', $address )[0], FILTER_VALIDATE_IP, FILTER_FLAG_IPV6 ) ? 6 : 0;
	}

	/**
	 * `::ffff:192.0.2.1` is the IPv4 address 192.0.2.1.
	 *
	 * @param string $address An address.
	 */
	private static function unmap( string $address ): string {
		return 0 === strpos( $address, '::ffff:' ) && false !== strpos( $address, '.' ) ? substr( $address, 7 ) : $address;
	}

	/**
	 * Without a port behind it.
	 *
	 * @param string $text As proxies write it.
	 */
	private static function strip_port( string $text ): string {
		if ( 0 === strpos( $text, '[' ) ) {
			return self::unmap( substr( $text, 1, (int) strpos( $text, ']' ) - 1 ) );
		}
		$colon = strpos( $text, ':' );
		return false !== $colon && strrpos( $text, ':' ) === $colon ? substr( $text, 0, $colon ) : $text;
	}

	/**
	 * The groups of an IPv6 address, written out, without leading zeros.
	 *
	 * @param string $address IPv6.
	 * @return string[]
	 */
	private static function groups( string $address ): array {
		$halves = explode( '::', explode( '%', $address )[0] );
		$left   = '' === $halves[0] ? array() : explode( ':', $halves[0] );
		$right  = ! isset( $halves[1] ) || '' === $halves[1] ? array() : explode( ':', $halves[1] );
		$gap    = isset( $halves[1] ) ? max( 0, 8 - count( $left ) - count( $right ) ) : 0;
		$all    = array_merge( $left, array_fill( 0, $gap, '0' ), $right );
		return array_map(
			static function ( string $group ): string {
				return (string) preg_replace( '/^0+(?=.)/', '', strtolower( $group ) );
			},
			$all
		);
	}
}
