<?php
/**
 * Names of segments as a merchant reads them.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Finds the name of a segment, a message or a variant by its key. */
final class Segment_Names {

	/** @var array|null Names by key, read once. */
	private static $names = null;

	/**
	 * Its name; the key, in words, where the rules do not know it any more.
	 *
	 * @param string $key Of a segment or a campaign.
	 */
	public static function name( string $key ): string {
		if ( null === self::$names ) {
			$rules       = Rules::base();
			self::$names = array_column( array_merge( $rules['campaigns'], $rules['segments'] ), 'name', 'key' );
		}
		return (string) ( self::$names[ $key ] ?? ucfirst( str_replace( '-', ' ', $key ) ) );
	}
}
