<?php
/**
 * Addresses of pages.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * The path and the known campaign parameters stay; click ids, fragments, parts that look like an address or a token go. The
 * tracker does the same on the device; the site never relies on that. As core/identity/page-address.ts.
 */
final class Page_Path {

	private const CAMPAIGN = array( 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'utm_id' );

	private const MOST_BYTES = 1024;

	private const MOST_VALUE_BYTES = 200;

	private const TOKEN = '/(?<![a-z0-9_])(?=[a-z_]*\d)(?=[\d_]*[a-z])[a-z0-9_]{20,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i';

	private const REDACTED = ':redacted';

	/**
	 * The path alone.
	 *
	 * @param string  $address Path or whole URL.
	 * @param Secrets $secrets Of the request.
	 */
	public static function path( string $address, Secrets $secrets ): string {
		list( $path ) = explode( '?', self::local( $address ), 2 );
		if ( '' === $path || '/' === $path ) {
			return '/';
		}
		if ( $secrets->are_in( $path ) ) {
			return '/' . self::REDACTED;
		}
		$parts = array_map(
			static function ( string $part ): string {
				$text       = rawurldecode( $part );
				$is_private = strlen( $part ) >= 6 && ( 1 === preg_match( self::TOKEN, $text ) || self::is_personal( $text ) );
				return $is_private ? self::REDACTED : $part;
			},
			explode( '/', $path )
		);
		return implode( '/', $parts );
	}

	/**
	 * The path with the campaign it was opened by.
	 *
	 * @param string  $address Path or whole URL.
	 * @param Secrets $secrets Of the request.
	 */
	public static function with_campaign( string $address, Secrets $secrets ): string {
		$path  = self::path( $address, $secrets );
		$parts = explode( '?', self::local( $address ), 2 );
		$kept  = array();
		parse_str( $parts[1] ?? '', $query );
		foreach ( $query as $name => $value ) {
			$name = strtolower( (string) $name );
			if ( ! in_array( $name, self::CAMPAIGN, true ) || ! is_string( $value ) || '' === $value ) {
				continue;
			}
			if ( ! self::is_personal( $value ) && ! $secrets->are_in( $value ) ) {
				$kept[ $name ] = self::cut( $value, self::MOST_VALUE_BYTES );
			}
		}
		return $kept ? $path . '?' . http_build_query( $kept, '', '&', PHP_QUERY_RFC3986 ) : $path;
	}

	/**
	 * Origin of a referring page; empty where there is none, or it names a user.
	 *
	 * @param string $referrer URL.
	 */
	public static function origin( string $referrer ): string {
		return 1 === preg_match( '/^https?:\/\/[^\/?#@\s]{1,255}(?=[\/?#]|$)/i', $referrer, $found ) ? strtolower( $found[0] ) : '';
	}

	/**
	 * Without scheme, host and fragment.
	 *
	 * @param string $address Path or whole URL.
	 */
	private static function local( string $address ): string {
		$cut = self::cut( $address, self::MOST_BYTES );
		return explode( '#', (string) preg_replace( '/^[a-z][a-z0-9+.-]*:\/\/[^\/?#]*/i', '', $cut ), 2 )[0];
	}

	/**
	 * The beginning of a text, without a letter of which a part may be missing.
	 *
	 * @param string $text UTF-8.
	 * @param int    $most Bytes.
	 */
	private static function cut( string $text, int $most ): string {
		return strlen( $text ) > $most ? (string) preg_replace( '/[\xc0-\xff]?[\x80-\xbf]*$/', '', substr( $text, 0, $most ) ) : $text;
	}

	/**
	 * What is no UTF-8 cannot be read, and is not kept.
	 *
	 * @param string $text Perhaps UTF-8.
	 */
	private static function is_personal( string $text ): bool {
		return 1 !== preg_match( '//u', $text ) || Free_Text::is_personal( $text );
	}
}
