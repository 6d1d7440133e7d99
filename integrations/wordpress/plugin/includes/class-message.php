<?php
/**
 * One message of the rules, and what a merchant may choose of it.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Reads a campaign's parts that can be chosen, and puts choices in their place. */
final class Message {

	/** Texts by their place in a treatment, with the most characters that each may have. */
	public const TEXTS = array(
		'title'        => 120,
		'text'         => 500,
		'question'     => 120,
		'thanks'       => 120,
		'addAll'       => 60,
		'open'         => 60,
		'action.label' => 60,
		'action.url'   => 2000,
		'code'         => 60,
		'ends'         => 40,
		'dismiss'      => 60,
	);

	/** Places of a code that the merchant made. */
	public const CODE = array( 'code', 'ends' );

	/**
	 * Whether a message brings a code.
	 *
	 * @param array $campaign Of the rules.
	 */
	public static function has_code( array $campaign ): bool {
		return 'coupon' === ( self::treatment( $campaign )['kind'] ?? '' );
	}

	/**
	 * The first variant that shows something.
	 *
	 * @param array $campaign Of the rules.
	 * @return array
	 */
	public static function treatment( array $campaign ): array {
		foreach ( (array) ( $campaign['variants'] ?? array() ) as $variant ) {
			if ( isset( $variant['treatment'] ) && is_array( $variant['treatment'] ) ) {
				return $variant['treatment'];
			}
		}
		return array();
	}

	/**
	 * Texts that a treatment has, in the site's language, by their place: `action.label`, `signals.0.text`.
	 *
	 * @param array $treatment Of a variant.
	 * @return array<string, string>
	 */
	public static function texts( array $treatment ): array {
		$found = array();
		foreach ( array_keys( self::TEXTS ) as $place ) {
			$value = self::at( $treatment, explode( '.', $place ) );
			if ( null !== $value ) {
				$found[ $place ] = self::in_language( $value );
			}
		}
		foreach ( array( 'signals' => 'text', 'answers' => 'label' ) as $list => $name ) {
			foreach ( (array) ( $treatment[ $list ] ?? array() ) as $i => $one ) {
				$found[ "$list.$i.$name" ] = self::in_language( $one[ $name ] ?? '' );
			}
		}
		return $found;
	}

	/**
	 * Share of the control arm among all, in percent.
	 *
	 * @param array $campaign Of the rules.
	 */
	public static function control_percent( array $campaign ): int {
		$control = 0;
		$all     = 0;
		foreach ( (array) ( $campaign['variants'] ?? array() ) as $variant ) {
			$all     += (float) $variant['weight'];
			$control += null === ( $variant['treatment'] ?? null ) ? (float) $variant['weight'] : 0;
		}
		return $all > 0 ? (int) round( 100 * $control / $all ) : 0;
	}

	/**
	 * How often it may be shown to one visitor: most and window, the first limit of its own.
	 *
	 * @param array $campaign Of the rules.
	 * @return array{max: int, per: string}
	 */
	public static function cap( array $campaign ): array {
		foreach ( (array) ( $campaign['limits']['caps'] ?? array() ) as $cap ) {
			if ( 'campaign' === $cap['scope'] ) {
				return array(
					'max' => (int) $cap['max'],
					'per' => 'session' === $cap['per'] ? 'session' : 'day',
				);
			}
		}
		return array(
			'max' => 1,
			'per' => 'day',
		);
	}

	/**
	 * A campaign as the merchant wants it. What was not chosen stays as it came.
	 *
	 * @param array $campaign Of the base.
	 * @param array $choice   `state`, `texts`, `slot`, `max`, `per`, `control`.
	 * @return array
	 */
	public static function with_choices( array $campaign, array $choice ): array {
		$campaign['state'] = $choice['state'] ?? ( $campaign['state'] ?? 'draft' );
		if ( isset( $choice['slot'], $campaign['trigger']['slot'] ) ) {
			$campaign['trigger']['slot'] = $choice['slot'];
		}
		if ( isset( $choice['max'], $choice['per'] ) ) {
			$campaign['limits'] = self::with_cap( (array) ( $campaign['limits'] ?? array() ), $choice );
		}
		if ( isset( $choice['discount'], $choice['lasts'] ) ) {
			$campaign = self::with_offer( $campaign, $choice );
		}
		foreach ( array_keys( (array) ( $campaign['variants'] ?? array() ) ) as $i ) {
			foreach ( isset( $campaign['variants'][ $i ]['treatment'] ) ? (array) ( $choice['texts'] ?? array() ) : array() as $place => $text ) {
				self::put( $campaign['variants'][ $i ]['treatment'], explode( '.', $place ), $text );
			}
		}
		return isset( $choice['control'] ) ? self::with_control( $campaign, (int) $choice['control'] ) : $campaign;
	}

	/**
	 * With codes that the shop makes, one for each visitor, in place of one for all.
	 *
	 * @param array $campaign Of the rules.
	 * @param array $choice   `discount` in percent, `lasts` in hours.
	 * @return array
	 */
	private static function with_offer( array $campaign, array $choice ): array {
		$campaign['offer'] = array(
			'discount'  => $choice['discount'] / 100,
			'codesLast' => $choice['lasts'] . 'h',
		);
		foreach ( $campaign['variants'] as $i => $variant ) {
			if ( is_array( $variant['treatment'] ?? null ) ) {
				$campaign['variants'][ $i ]['treatment'] = array_diff_key( $variant['treatment'], array_flip( self::CODE ) );
			}
		}
		return $campaign;
	}

	/**
	 * Its own cap in place of the one that it came with.
	 *
	 * @param array $limits Of the campaign.
	 * @param array $choice `max` and `per`.
	 * @return array
	 */
	private static function with_cap( array $limits, array $choice ): array {
		$others = array_filter(
			(array) ( $limits['caps'] ?? array() ),
			static function ( array $cap ): bool {
				return 'campaign' !== $cap['scope'];
			}
		);
		$own    = array(
			'scope' => 'campaign',
			'max'   => (int) $choice['max'],
			'per'   => $choice['per'],
		);

		$limits['caps'] = array_merge( array( $own ), array_values( $others ) );
		return $limits;
	}

	/**
	 * Weights so that the control arm has its share; the others keep their proportions.
	 *
	 * @param array $campaign Of the rules.
	 * @param int   $percent  Of the control arm.
	 * @return array
	 */
	private static function with_control( array $campaign, int $percent ): array {
		$shown = 0.0;
		foreach ( $campaign['variants'] as $variant ) {
			$shown += null === $variant['treatment'] ? 0 : (float) $variant['weight'];
		}
		foreach ( $campaign['variants'] as $i => $variant ) {
			$share = null === $variant['treatment'] ? $percent : ( 100 - $percent ) * ( $shown > 0 ? (float) $variant['weight'] / $shown : 1 );

			$campaign['variants'][ $i ]['weight'] = round( $share, 4 );
		}
		return $campaign;
	}

	/**
	 * A text in the site's language: its own, that of the same language, the first.
	 *
	 * @param mixed $text A text, or one a language.
	 */
	private static function in_language( $text ): string {
		if ( ! is_array( $text ) ) {
			return (string) $text;
		}
		$locale = strtolower( str_replace( '_', '-', get_locale() ) );
		foreach ( array( $locale, strtok( $locale, '-' ) ) as $language ) {
			if ( isset( $text[ $language ] ) ) {
				return (string) $text[ $language ];
			}
		}
		return (string) reset( $text );
	}

	/**
	 * What lies at a place; null where nothing does.
	 *
	 * @param mixed    $value Where to look.
	 * @param string[] $path  The steps.
	 * @return mixed
	 */
	private static function at( $value, array $path ) {
		foreach ( $path as $step ) {
			if ( ! is_array( $value ) || ! isset( $value[ $step ] ) ) {
				return null;
			}
			$value = $value[ $step ];
		}
		return $value;
	}

	/**
	 * Puts a text where there is one already; elsewhere nothing is put.
	 *
	 * @param array    $value Where to put it.
	 * @param string[] $path  The steps.
	 * @param string   $text  What is put.
	 */
	private static function put( array &$value, array $path, string $text ): void {
		$place = &$value;
		foreach ( $path as $step ) {
			if ( ! is_array( $place ) || ! isset( $place[ $step ] ) ) {
				return;
			}
			$place = &$place[ $step ];
		}
		$place = $text;
	}
}
