<?php
/**
 * Coupons that nobody has to type in beforehand.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Where the shop makes codes itself, a message with a coupon asks the merchant for none: each visitor gets one of their own. */
final class Woo_Offers {

	/** What a message without a code of its own has in its place. */
	private const TO_FILL = 'YOUR-CODE';

	public static function hook(): void {
		add_filter( 'inkling_rules_base', array( self::class, 'make_codes' ), 20 );
	}

	/**
	 * Gives campaigns whose code is still to be filled in an offer instead.
	 *
	 * @param array $base As in core/local/bundle.ts.
	 */
	public static function make_codes( array $base ): array {
		/**
		 * Filters what a made code takes off, as a share, and how long it lasts: `2h`, `3d`.
		 *
		 * @param array $terms discount, codesLast.
		 */
		$terms = (array) apply_filters(
			'inkling_coupon_terms',
			array(
				'discount'  => 0.1,
				'codesLast' => '24h',
			)
		);
		foreach ( (array) ( $base['campaigns'] ?? array() ) as $at => $campaign ) {
			foreach ( $campaign['variants'] as $arm => $variant ) {
				$treatment = $variant['treatment'] ?? null;
				if ( 'coupon' !== ( $treatment['kind'] ?? '' ) || self::TO_FILL !== ( $treatment['code'] ?? '' ) ) {
					continue;
				}
				unset( $treatment['code'], $treatment['ends'] );
				$treatment['text'] = self::with_share( $treatment['text'], (float) $terms['discount'] );

				$base['campaigns'][ $at ]['variants'][ $arm ]['treatment'] = $treatment;
				$base['campaigns'][ $at ]['offer']                         = $terms;
			}
		}
		return $base;
	}

	/**
	 * Writes the share where a text leaves it to be filled in.
	 *
	 * @param string|array $text  One, or one a language.
	 * @param float        $share Of the price.
	 * @return string|array
	 */
	private static function with_share( $text, float $share ) {
		return preg_replace( '/\[\[\d+ ?%\]\]/', round( 100 * $share, 2 ) . ' %', $text );
	}
}
