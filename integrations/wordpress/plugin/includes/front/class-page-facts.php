<?php
/**
 * What a page is about.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Facts of the page that are the same for everybody: its type, its categories, its author, its words. */
final class Page_Facts {

	private const MOST_CATEGORIES = 5;
	private const MOST_WORDS      = 8;
	/** Shorter ones say little about a subject. */
	private const LEAST_LETTERS = 5;

	/**
	 * Facts of the page at hand; what it does not have is left out.
	 *
	 * @return array
	 */
	public static function read(): array {
		$facts = is_singular() ? self::of_post( get_queried_object() ) : self::of_list( get_queried_object() );

		/**
		 * Filters what is said of a page. It stands in pages that caches keep: nothing of a visitor.
		 *
		 * @param array $facts `type`, `id`, `category`, `categories`, `author`, `words`.
		 */
		return array_filter( (array) apply_filters( 'inkling_page_facts', self::with_first( $facts ) ) );
	}

	/**
	 * The first of its categories stands for itself as well: a segment asks for one.
	 *
	 * @param array $facts With `categories` or without.
	 * @return array
	 */
	private static function with_first( array $facts ): array {
		return $facts + array( 'category' => (string) ( $facts['categories'][0] ?? '' ) );
	}

	/**
	 * Of a post, a page, a product.
	 *
	 * @param mixed $post What WordPress asked for.
	 * @return array
	 */
	private static function of_post( $post ): array {
		if ( ! $post instanceof \WP_Post ) {
			return array( 'type' => 'page' );
		}
		$has_author = post_type_supports( $post->post_type, 'author' ) && 'page' !== $post->post_type;
		return array(
			'type'     => is_front_page() ? 'home' : $post->post_type,
			'id'       => $post->ID,
			'categories' => self::slugs( $post, 'product' === $post->post_type ? 'product_cat' : 'category' ),
			'author'   => $has_author ? (string) $post->post_author : '',
			'words'    => self::words( $post ),
		);
	}

	/**
	 * Of a list: the front page, a category, an author, a search.
	 *
	 * @param mixed $asked What WordPress asked for.
	 * @return array
	 */
	private static function of_list( $asked ): array {
		if ( is_404() ) {
			return array( 'type' => 'missing' );
		}
		if ( is_search() ) {
			return array( 'type' => 'search' );
		}
		if ( $asked instanceof \WP_Term ) {
			$is_category = in_array( $asked->taxonomy, array( 'category', 'product_cat' ), true );
			return array(
				'type'     => $is_category ? 'category' : 'list',
				'id'       => $asked->term_id,
				'categories' => $is_category ? array( $asked->slug ) : array(),
			);
		}
		if ( $asked instanceof \WP_User ) {
			return array(
				'type'   => 'author',
				'author' => (string) $asked->ID,
			);
		}
		return array( 'type' => is_front_page() ? 'home' : 'list' );
	}

	/**
	 * Its categories, which WordPress read along with the post.
	 *
	 * @param \WP_Post $post     The post.
	 * @param string   $taxonomy Of its type.
	 * @return string[]
	 */
	private static function slugs( \WP_Post $post, string $taxonomy ): array {
		$terms = is_object_in_taxonomy( $post->post_type, $taxonomy ) ? get_the_terms( $post, $taxonomy ) : array();
		return is_array( $terms ) ? array_slice( wp_list_pluck( $terms, 'slug' ), 0, self::MOST_CATEGORIES ) : array();
	}

	/**
	 * Its tags and the long words of its title.
	 *
	 * @param \WP_Post $post The post.
	 * @return string[]
	 */
	private static function words( \WP_Post $post ): array {
		$terms = is_object_in_taxonomy( $post->post_type, 'post_tag' ) ? get_the_terms( $post, 'post_tag' ) : array();
		$tags  = is_array( $terms ) ? wp_list_pluck( $terms, 'slug' ) : array();
		$plain = wp_strip_all_tags( $post->post_title );
		$lower = function_exists( 'mb_strtolower' ) ? mb_strtolower( $plain, 'UTF-8' ) : strtolower( $plain );
		$title = preg_split( '/[^\p{L}\p{N}]+/u', $lower, -1, PREG_SPLIT_NO_EMPTY );
		$long  = array_filter(
			is_array( $title ) ? $title : array(),
			static function ( string $word ): bool {
				return mb_strlen( $word ) >= self::LEAST_LETTERS && ! is_numeric( $word );
			}
		);
		return array_slice( array_values( array_unique( array_merge( $tags, $long ) ) ), 0, self::MOST_WORDS );
	}
}
