<?php
/**
 * What visitors of a site without a shop care for.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Fans of topics: visitors by the type, category, author and words of the pages that they read. */
final class Topics implements Module {

	/** Cells with fewer visitors are not shown: they might be somebody. */
	public const LEAST_VISITORS = 10;

	private const MOST_ROWS = 6;

	public static function hook(): void {}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}

	/**
	 * Topics by their kind, the largest first, and how many were withheld.
	 *
	 * @param array[] $counts By name, `category:shoes`: `visitors`.
	 * @return array{groups: array, withheld: int}
	 */
	public static function group( array $counts ): array {
		$groups   = array_fill_keys( array( 'category', 'author', 'word', 'type' ), array() );
		$withheld = 0;
		foreach ( $counts as $name => $count ) {
			$parts = explode( ':', (string) $name, 2 );
			if ( ! isset( $parts[1], $groups[ $parts[0] ] ) || count( $groups[ $parts[0] ] ) >= self::MOST_ROWS ) {
				continue;
			}
			if ( $count['visitors'] < self::LEAST_VISITORS ) {
				++$withheld;
				continue;
			}
			$groups[ $parts[0] ][ self::label( $parts[0], $parts[1] ) ] = $count['visitors'];
		}
		return array(
			'groups'   => array_filter( $groups ),
			'withheld' => $withheld,
		);
	}

	/**
	 * What a group is called.
	 *
	 * @param string $group Its key.
	 */
	public static function title( string $group ): string {
		$titles = array(
			'category' => __( 'Categories', 'inkling' ),
			'author'   => __( 'Authors', 'inkling' ),
			'word'     => __( 'Words', 'inkling' ),
			'type'     => __( 'Kinds of pages', 'inkling' ),
		);
		return $titles[ $group ] ?? $group;
	}

	/**
	 * A topic as a merchant knows it.
	 *
	 * @param string $group Of it.
	 * @param string $value A slug, an id, a word.
	 */
	private static function label( string $group, string $value ): string {
		if ( 'author' === $group ) {
			$user = get_userdata( (int) $value );
			/* translators: %s: number of a user who is no more. */
			return $user ? $user->display_name : sprintf( __( 'Author %s', 'inkling' ), $value );
		}
		if ( 'category' === $group ) {
			foreach ( array( 'category', 'product_cat' ) as $taxonomy ) {
				$term = taxonomy_exists( $taxonomy ) ? get_term_by( 'slug', $value, $taxonomy ) : false;
				if ( $term instanceof \WP_Term ) {
					return $term->name;
				}
			}
		}
		$type = 'type' === $group ? get_post_type_object( $value ) : null;
		return $type ? $type->labels->singular_name : $value;
	}
}
