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
		$name = (string) ( self::$names[ $key ] ?? ucfirst( str_replace( '-', ' ', $key ) ) );
		return self::translated()[ $name ] ?? $name;
	}

	/**
	 * Names that the plugin came with, in the language of the admin. Rules of a server have names of their own.
	 *
	 * @return array<string, string>
	 */
	private static function translated(): array {
		return array(
			'Hesitates over the cart'        => __( 'Hesitates over the cart', 'inkling' ),
			'Compares products'              => __( 'Compares products', 'inkling' ),
			'Comes back to the same product' => __( 'Comes back to the same product', 'inkling' ),
			'Searched and found nothing'     => __( 'Searched and found nothing', 'inkling' ),
			'Likely to buy'                  => __( 'Likely to buy', 'inkling' ),
			'Reads with attention'           => __( 'Reads with attention', 'inkling' ),
			'Stays with one topic'           => __( 'Stays with one topic', 'inkling' ),
			'Skims and is about to leave'    => __( 'Skims and is about to leave', 'inkling' ),
			'Might like the newsletter'      => __( 'Might like the newsletter', 'inkling' ),
			'Searches and searches'          => __( 'Searches and searches', 'inkling' ),
			'Cart reminder'                  => __( 'Cart reminder', 'inkling' ),
			'Message before leaving'         => __( 'Message before leaving', 'inkling' ),
			'Trust signals'                  => __( 'Trust signals', 'inkling' ),
			'Goes well with it'              => __( 'Goes well with it', 'inkling' ),
			'Coupon for a cart'              => __( 'Coupon for a cart', 'inkling' ),
			'Chat prompt'                    => __( 'Chat prompt', 'inkling' ),
			'Newsletter'                     => __( 'Newsletter', 'inkling' ),
			'Newsletter before leaving'      => __( 'Newsletter before leaving', 'inkling' ),
			'More on the topic'              => __( 'More on the topic', 'inkling' ),
		);
	}
}
