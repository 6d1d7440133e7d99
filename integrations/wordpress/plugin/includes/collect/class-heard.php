<?php
/**
 * What of an event the rules of the pages ask for.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** Properties in the order in which they are asked for, as `keepProperties` of core/local/state.ts. */
final class Heard {

	private const MOST_TEXT_BYTES = 200;

	private const MOST_ITEMS = 10;

	/**
	 * Leaves out what nobody asks for, what is no text, number or yes and no, and long text.
	 *
	 * @param array    $properties Of the event.
	 * @param string[] $asked      Names, and fields of lists (`products.product_id`).
	 */
	public static function keep( array $properties, array $asked ): array {
		$kept = array();
		foreach ( $asked as $path ) {
			list( $name, $field ) = self::split( $path );
			$value                = $properties[ $name ] ?? null;
			if ( isset( $kept[ $name ] ) ) {
				continue;
			}
			if ( null === $field ) {
				if ( self::is_kept( $value ) ) {
					$kept[ $name ] = $value;
				}
				continue;
			}
			$items = is_array( $value ) ? self::keep_items( $value, self::fields( $asked, $name ) ) : array();
			if ( $items ) {
				$kept[ $name ] = $items;
			}
		}
		return $kept;
	}

	/**
	 * The fields that are asked for of the items of a list.
	 *
	 * @param string[] $asked All that is asked for.
	 * @param string   $list  Its name.
	 * @return string[]
	 */
	private static function fields( array $asked, string $list ): array {
		$fields = array();
		foreach ( $asked as $path ) {
			list( $name, $field ) = self::split( $path );
			if ( $name === $list && null !== $field ) {
				$fields[] = $field;
			}
		}
		return $fields;
	}

	/**
	 * The first items of a list, each with what is asked for.
	 *
	 * @param array    $list   Of the event.
	 * @param string[] $fields Names.
	 */
	private static function keep_items( array $list, array $fields ): array {
		$kept = array();
		foreach ( array_slice( array_values( $list ), 0, self::MOST_ITEMS ) as $item ) {
			$own = array();
			foreach ( is_array( $item ) ? $fields : array() as $field ) {
				if ( self::is_kept( $item[ $field ] ?? null ) ) {
					$own[ $field ] = $item[ $field ];
				}
			}
			if ( $own ) {
				$kept[] = $own;
			}
		}
		return $kept;
	}

	/**
	 * A path in its two parts.
	 *
	 * @param string $path Such as `products.product_id`.
	 * @return array{0: string, 1: string|null}
	 */
	private static function split( string $path ): array {
		$parts = explode( '.', $path, 2 );
		return array( $parts[0], $parts[1] ?? null );
	}

	/**
	 * Whether a value is one that is kept.
	 *
	 * @param mixed $value Anything.
	 */
	private static function is_kept( $value ): bool {
		if ( is_string( $value ) ) {
			return strlen( $value ) <= self::MOST_TEXT_BYTES;
		}
		return is_bool( $value ) || is_int( $value ) || ( is_float( $value ) && is_finite( $value ) );
	}
}
