<?php
/**
 * Who may post at all.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** The checks that every post passes before anything of it is read. */
final class Door {

	/**
	 * Refuses whom the site does not take posts from.
	 *
	 * @param Config|null $config Null where nothing was published.
	 * @param string      $key    As sent.
	 * @param Seen|null   $seen   The request.
	 * @throws Refusal With the reason.
	 */
	public static function check( ?Config $config, string $key, ?Seen $seen ): void {
		if ( null === $config || ! $config->enabled ) {
			throw new Refusal( 'switched_off', '', 'nothing to do: an administrator switches it on again' );
		}
		if ( '' === $key ) {
			throw new Refusal( 'missing_key', 'k', 'send the write key of the site' );
		}
		if ( ! hash_equals( $config->key, $key ) ) {
			throw new Refusal( 'unknown_key', 'k', 'send the write key of the site' );
		}
		if ( null !== $seen && self::is_foreign( $config, $seen ) ) {
			throw new Refusal( 'foreign_origin', '', 'post from a page of this site' );
		}
	}

	/**
	 * Whether a page of another site posts. Servers and old browsers say nothing of where they come from.
	 *
	 * @param Config $config The site's.
	 * @param Seen   $seen   The request.
	 */
	private static function is_foreign( Config $config, Seen $seen ): bool {
		if ( 'cross-site' === $seen->fetch_site ) {
			return true;
		}
		if ( '' === $seen->origin ) {
			return false;
		}
		$parts = parse_url( $seen->origin );
		$host  = strtolower( (string) ( $parts['host'] ?? '' ) ) . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
		return ! in_array( $host, $config->hosts, true );
	}
}
