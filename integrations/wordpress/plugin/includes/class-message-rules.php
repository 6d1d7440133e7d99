<?php
/**
 * What a message may say: the rules against dark patterns, each with its cure.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Judges what a merchant chose for a message; the same rules as core/decisions/manners.ts. */
final class Message_Rules {

	/** First persons: who closes a message does not have to say something of themselves. */
	private const FIRST_PERSON = '/(^|[^\p{L}])(i|i[\'’](m|d|ll|ve)|me|my|ich|mir|mich|mein\p{L}*)([^\p{L}]|$)/iu';

	/** Numbers that nobody keeps true. */
	private const SCARCITY = '/\b(only|just)\s+(\p{N}+|one|two|three|a few)\s+(\p{L}+\s+)?(left|remaining|available)\b|\b(last|final) chance\b|\balmost (gone|sold out)\b|\b(\p{N}+|many) (people|others|visitors|shoppers) (are|have)\b|\bnur noch\b|\bletzte chance\b|\bfast (weg|ausverkauft)\b|\b\p{N}+ (personen|andere|kunden|besucher) (sehen|schauen|haben)\b/iu';

	private const IN_BRACKETS = '/\[\[[^\[\]]*\]\]/u';

	/**
	 * A choice as it is to be kept, and the faults by field.
	 *
	 * @param array $campaign Of the base.
	 * @param array $sent     Unslashed texts by field.
	 * @return array{choice: array, faults: array}
	 */
	public static function read( array $campaign, array $sent ): array {
		$faults  = array();
		$is_live = '1' === ( $sent['live'] ?? '' );
		$offer   = self::read_offer( $campaign, $sent, $faults );
		// Whoever has codes made needs none of their own.
		$needed = $offer ? array_diff_key( Message::texts( Message::treatment( $campaign ) ), array_flip( Message::CODE ) ) : Message::texts( Message::treatment( $campaign ) );
		$texts  = self::read_texts( $needed, (array) ( $sent['texts'] ?? array() ), $is_live, $faults );
		$choice  = array(
			'state'   => $is_live ? 'live' : 'draft',
			'texts'   => $texts,
			'per'     => 'session' === ( $sent['per'] ?? '' ) ? 'session' : 'day',
			'max'     => self::count( $sent, 'max', 1, 10, $faults ),
			'control' => self::count( $sent, 'control', 0, 90, $faults ),
		) + $offer;
		if ( isset( $campaign['trigger']['slot'] ) ) {
			$choice['slot'] = trim( (string) ( $sent['slot'] ?? '' ) );
			if ( ! preg_match( '/^[a-z0-9][a-z0-9-]{0,63}$/', $choice['slot'] ) ) {
				$faults['slot'] = __( 'Write the name of a slot: small letters, digits and hyphens, as in “article-end”.', 'inkling' );
			}
		}
		return compact( 'choice', 'faults' );
	}

	/**
	 * What a shop's codes for one use take off, and how long each lasts; nothing where the merchant has a code of their own.
	 *
	 * @param array $campaign Of the base.
	 * @param array $sent     Unslashed texts by field.
	 * @param array $faults   Gets what is wrong.
	 * @return array
	 */
	private static function read_offer( array $campaign, array $sent, array &$faults ): array {
		if ( '1' !== ( $sent['single_use'] ?? '' ) || ! Message::has_code( $campaign ) || ! Rules::has_shop() ) {
			return array();
		}
		return array(
			'discount' => self::count( $sent, 'discount', 1, 90, $faults ),
			'lasts'    => self::count( $sent, 'lasts', 1, 168, $faults ),
		);
	}

	/**
	 * Texts that differ from those that came with the plugin: what stays as it was keeps its translations.
	 *
	 * @param array $owns     Texts as they came, by place.
	 * @param array $sent     By place.
	 * @param bool  $is_live  Whether visitors are to see it.
	 * @param array $faults   Gets what is wrong, by `texts.PLACE`.
	 * @return array
	 */
	private static function read_texts( array $owns, array $sent, bool $is_live, array &$faults ): array {
		$texts = array();
		foreach ( $owns as $place => $own ) {
			$text  = trim( str_replace( "\r\n", "\n", (string) ( $sent[ $place ] ?? $own ) ) );
			$fault = self::fault( $place, $text, $is_live );
			if ( null !== $fault ) {
				$faults[ 'texts.' . $place ] = $fault;
			}
			if ( $text !== $own ) {
				$texts[ $place ] = $text;
			}
		}
		return $texts;
	}

	/**
	 * What is wrong with a text; null: nothing.
	 *
	 * @param string $place   Where it stands in the treatment.
	 * @param string $text    As typed.
	 * @param bool   $is_live Whether visitors are to see it.
	 */
	public static function fault( string $place, string $text, bool $is_live ): ?string {
		if ( '' === $text ) {
			return __( 'Write something: an empty text cannot be shown.', 'inkling' );
		}
		$most = Message::TEXTS[ $place ] ?? 120;
		if ( preg_match_all( '/./us', $text ) > $most ) {
			/* translators: %d: number of characters. */
			return sprintf( __( 'Shorten it to %d characters.', 'inkling' ), $most );
		}
		if ( 'action.url' === $place && ! self::is_address( $text ) ) {
			return __( 'Write a path of this site, like /newsletter, or an https:// address.', 'inkling' );
		}
		if ( 'dismiss' === $place && preg_match( self::FIRST_PERSON, $text ) ) {
			return __( 'Write a plain word, like “Close” or “No, thanks”: nobody has to say something of themselves.', 'inkling' );
		}
		if ( preg_match( self::SCARCITY, $text ) ) {
			return __( 'Leave out what nobody keeps true: a text that says how few are left says so tomorrow as well.', 'inkling' );
		}
		if ( 'ends' === $place && false === self::instant( $text ) ) {
			return __( 'Write when the code stops working, like 2027-01-31T23:59:59Z: a countdown runs to that end and to no other.', 'inkling' );
		}
		return $is_live ? self::gap( $place, $text ) : null;
	}

	/**
	 * What has to be filled in before anybody sees it; null: nothing.
	 *
	 * @param string $place Where it stands.
	 * @param string $text  As typed.
	 */
	private static function gap( string $place, string $text ): ?string {
		if ( 'code' === $place && 'YOUR-CODE' === $text ) {
			return __( 'Write the code as your shop takes it.', 'inkling' );
		}
		if ( 'ends' === $place && self::instant( $text ) < time() ) {
			return __( 'This time has passed: write when the code stops working, or leave the message off.', 'inkling' );
		}
		if ( 'action.url' === $place && preg_match( '#^https?://[^/]*\.invalid(/|$)#i', $text ) ) {
			return __( 'Write the address of your page.', 'inkling' );
		}
		if ( preg_match( self::IN_BRACKETS, $text, $found ) ) {
			/* translators: %s: words in brackets. */
			return sprintf( __( 'Write what is true of you in place of %s.', 'inkling' ), $found[0] );
		}
		return null;
	}

	/**
	 * Within the site, or http(s): nothing that a page would run.
	 *
	 * @param string $text As typed.
	 */
	private static function is_address( string $text ): bool {
		if ( preg_match( '#^/(?![/\\\\])[^\s\\\\]*$#', $text ) ) {
			return true;
		}
		return (bool) preg_match( '#^https?://[^\s/?\#@\\\\]+([/?\#]\S*)?$#i', $text );
	}

	/**
	 * Seconds of an ISO 8601 instant; false where it is none.
	 *
	 * @param string $text For example `2027-01-31T23:59:59Z`.
	 * @return int|false
	 */
	private static function instant( string $text ) {
		return preg_match( '/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/', $text ) ? strtotime( $text ) : false;
	}

	/**
	 * A whole number within bounds.
	 *
	 * @param array  $sent   The form.
	 * @param string $name   The field.
	 * @param int    $least  Bound.
	 * @param int    $most   Bound.
	 * @param array  $faults Gets what is wrong.
	 */
	private static function count( array $sent, string $name, int $least, int $most, array &$faults ): int {
		$text = trim( (string) ( $sent[ $name ] ?? '' ) );
		if ( ! preg_match( '/^\d{1,3}$/', $text ) || (int) $text < $least || (int) $text > $most ) {
			/* translators: 1: least number, 2: greatest number. */
			$faults[ $name ] = sprintf( __( 'Write a whole number from %1$d to %2$d.', 'inkling' ), $least, $most );
		}
		return (int) $text;
	}
}
