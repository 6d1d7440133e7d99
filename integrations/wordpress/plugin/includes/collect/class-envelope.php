<?php
/**
 * What a page posts, read from untrusted JSON.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** The wire of core/collect/WIRE.md: the whole is refused where it cannot be read, an item where only that one is wrong. */
final class Envelope {

	public const MOST_BYTES = 61440;

	public const MOST_ITEMS = 100;

	/** Objects and arrays inside one another: the envelope's own three, and eight of an item's properties. */
	private const MOST_DEPTH = 12;

	private const MOST_NAME_CHARACTERS = 100;

	/** Ids that the log gives itself. */
	private const OWN_ID = '/^(nt_|(consent|counted|fact|link|price|rfm-edges):)[0-9a-f]{32}$/D';

	private const FORBIDDEN_KEYS = array( '__proto__', 'constructor', 'prototype', 'toString', 'valueOf' );

	/** @var float By the browser's clock, ms. */
	public $sent_at;

	/** @var bool The page saw Global Privacy Control. */
	public $gpc;

	/** @var array|null Purposes => bool, as the page knows them; null where nobody answered. */
	public $consent;

	/** @var bool The platform's consent source says that none is needed. */
	public $not_required;

	/** @var string Device id; empty for none. */
	public $device;

	/** @var string Inner hash of who logged in; empty for none. */
	public $inner;

	/** @var string Proof of it; empty for none. */
	public $proof;

	/** @var string Mail address; never kept here. */
	public $contact;

	/** @var array[] Each `at`, `i`, `n`, `t`, `p`, `u`, `r`. */
	public $items = array();

	/** @var array[] Each `at`, `code`, `hint`. */
	public $refused = array();

	/**
	 * Reads a body.
	 *
	 * @param string $body As it came.
	 * @throws Refusal When nothing of it can be taken.
	 */
	public function __construct( string $body ) {
		$json = self::decode( $body );
		if ( 1 !== ( $json['ver'] ?? null ) ) {
			throw new Refusal( 'invalid_body', 'ver', 'send ver 1' );
		}
		if ( ! self::is_instant( $json['s'] ?? null ) ) {
			throw new Refusal( 'invalid_body', 's', 'send the browser time in epoch milliseconds' );
		}
		$list = $json['e'] ?? null;
		if ( ! is_array( $list ) || ( $list && ! self::is_list( $list ) ) ) {
			throw new Refusal( 'invalid_body', 'e', 'send an array of items' );
		}
		if ( count( $list ) > self::MOST_ITEMS ) {
			throw new Refusal( 'too_many_items', 'e', 'send at most ' . self::MOST_ITEMS . ' items a post' );
		}
		$this->sent_at = (float) $json['s'];
		$this->gpc     = 1 === ( $json['g'] ?? null ) || true === ( $json['g'] ?? null );
		$this->read_consent( $json['c'] ?? null );
		foreach ( array(
			'device'  => 'dev',
			'inner'   => 'h',
			'proof'   => 'pr',
			'contact' => 'm',
		) as $name => $key ) {
			$this->$name = is_string( $json[ $key ] ?? null ) ? $json[ $key ] : '';
		}
		foreach ( $list as $at => $item ) {
			$this->read_item( $item, 'e[' . $at . ']' );
		}
	}

	/**
	 * One JSON object of a body.
	 *
	 * @param string $body As it came.
	 * @throws Refusal When it is none.
	 */
	public static function decode( string $body ): array {
		if ( strlen( $body ) > self::MOST_BYTES ) {
			throw new Refusal( 'too_large', '', 'send at most ' . self::MOST_BYTES . ' bytes a post' );
		}
		$json  = json_decode( $body, true, self::MOST_DEPTH );
		$fault = json_last_error();
		if ( JSON_ERROR_DEPTH === $fault ) {
			throw new Refusal( 'too_deep', '', 'nest at most ' . self::MOST_DEPTH . ' levels' );
		}
		if ( JSON_ERROR_UTF8 === $fault ) {
			throw new Refusal( 'invalid_utf8', '', 'send UTF-8' );
		}
		if ( JSON_ERROR_NONE !== $fault ) {
			throw new Refusal( 'malformed_json', '', 'send one valid JSON document' );
		}
		if ( ! is_array( $json ) || self::is_list( $json ) ) {
			throw new Refusal( 'invalid_body', '', 'send one JSON object' );
		}
		return $json;
	}

	/**
	 * Whether it is a number that may be an instant.
	 *
	 * @param mixed $value Anything.
	 */
	public static function is_instant( $value ): bool {
		return is_int( $value ) || ( is_float( $value ) && is_finite( $value ) );
	}

	/**
	 * Whether an array is a list with something in it.
	 *
	 * @param array $value Decoded.
	 */
	public static function is_list( array $value ): bool {
		return array() !== $value && array_keys( $value ) === range( 0, count( $value ) - 1 );
	}

	/**
	 * What the page says of consent.
	 *
	 * @param mixed $value Decoded.
	 */
	private function read_consent( $value ): void {
		$this->not_required = is_array( $value ) && false === ( $value['required'] ?? null );
		$this->consent      = is_array( $value ) ? array() : null;
		foreach ( is_array( $value ) ? array( 'analytics', 'personalization', 'contact', 'share' ) : array() as $purpose ) {
			if ( is_bool( $value[ $purpose ] ?? null ) ) {
				$this->consent[ $purpose ] = $value[ $purpose ];
			}
		}
	}

	/**
	 * One item, or why it is none.
	 *
	 * @param mixed  $item Decoded.
	 * @param string $at   Its place.
	 */
	private function read_item( $item, string $at ): void {
		$fault = self::find_fault( $item, $at );
		if ( null !== $fault ) {
			$this->refused[] = $fault;
			return;
		}
		$this->items[] = array(
			'at' => $at,
			'i'  => $item['i'],
			'n'  => $item['n'],
			't'  => (float) $item['t'],
			'p'  => $item['p'] ?? array(),
			'u'  => is_string( $item['u'] ?? null ) ? $item['u'] : '',
			'r'  => is_string( $item['r'] ?? null ) ? $item['r'] : '',
		);
	}

	/**
	 * What is wrong with the shape of an item; null: nothing.
	 *
	 * @param mixed  $item Decoded.
	 * @param string $at   Its place.
	 */
	private static function find_fault( $item, string $at ): ?array {
		if ( ! is_array( $item ) || self::is_list( $item ) ) {
			return self::fault( 'invalid_body', $at, 'send an object {i, n, t, p}' );
		}
		$id = $item['i'] ?? null;
		if ( ! is_string( $id ) || 1 !== preg_match( '/^[\x21-\x7e]{1,100}$/D', $id ) ) {
			return self::fault( 'invalid_value', $at . '.i', 'send an id of 1 to 100 printable characters without spaces' );
		}
		if ( 1 === preg_match( self::OWN_ID, $id ) ) {
			return self::fault( 'invalid_value', $at . '.i', 'such an id belongs to the log itself: send one of your own' );
		}
		$name = $item['n'] ?? null;
		if ( ! is_string( $name ) || 1 !== preg_match( '/^.{1,' . self::MOST_NAME_CHARACTERS . '}$/suD', $name ) ) {
			return self::fault( 'invalid_name', $at . '.n', 'send a name of 1 to ' . self::MOST_NAME_CHARACTERS . ' characters' );
		}
		if ( ! self::is_instant( $item['t'] ?? null ) ) {
			return self::fault( 'invalid_value', $at . '.t', 'send a time' );
		}
		$properties = $item['p'] ?? array();
		if ( ! is_array( $properties ) || self::is_list( $properties ) ) {
			return self::fault( 'invalid_value', $at . '.p', 'send an object' );
		}
		return self::has_forbidden_key( $properties ) ? self::fault( 'forbidden_key', $at . '.p', 'rename this property' ) : null;
	}

	/**
	 * Whether a key, at any depth, is one that no other reader of the line could bear.
	 *
	 * @param array $value Decoded.
	 */
	private static function has_forbidden_key( array $value ): bool {
		foreach ( $value as $key => $inner ) {
			if ( in_array( (string) $key, self::FORBIDDEN_KEYS, true ) || ( is_array( $inner ) && self::has_forbidden_key( $inner ) ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A refusal of one item.
	 *
	 * @param string $code As core/errors.ts.
	 * @param string $at   Place.
	 * @param string $hint Cure.
	 */
	public static function fault( string $code, string $at, string $hint ): array {
		return array(
			'at'   => $at,
			'code' => $code,
			'hint' => $hint,
		);
	}
}
