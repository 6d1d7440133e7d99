<?php
/**
 * WordPress's own privacy tools, as far as the server holds something as well.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Erasures wait for the server like everything else; what it holds is asked of it while an administrator waits. */
final class Relay_Privacy {

	/** Whom the server is still to erase. */
	private const OPTION = 'inkling_relay_erasures';

	private const ASKED_AT_ONCE = 500;

	/** Joins in where the site's own data are looked for. */
	public static function hook(): void {
		add_filter( 'inkling_erase_visitor', array( self::class, 'erase' ), 10, 2 );
		add_action( 'inkling_device_erased', array( self::class, 'forward' ) );
		add_filter( 'inkling_export_visitor', array( self::class, 'export' ), 10, 5 );
	}

	/** Nobody is to be erased at a server that is not there any more. */
	public static function uninstall(): void {
		delete_option( self::OPTION );
	}

	/**
	 * Whoever is erased here is erased there.
	 *
	 * @param array  $done    What was removed so far.
	 * @param string $visitor Id of 32 hex digits.
	 */
	public static function erase( array $done, string $visitor ): array {
		if ( '' === $visitor || ! Server::is_there() ) {
			return $done;
		}
		$done['removed'] = ( $done['removed'] ?? 0 ) + Outbox::forget( array( $visitor ) );
		self::forward( array( $visitor ) );
		$done['messages'][] = __( 'The connected server is told to erase the same person, and asked until it has.', 'inkling' );
		return $done;
	}

	/**
	 * Has the server erase visitors, as soon as it is there.
	 *
	 * @param string[] $visitors Ids of 32 hex digits.
	 */
	public static function forward( array $visitors ): void {
		if ( ! Server::is_there() ) {
			return;
		}
		self::change(
			static function ( array $waiting ) use ( $visitors ): array {
				return array_unique( array_merge( $waiting, $visitors ) );
			}
		);
	}

	/**
	 * Changes who waits, alone, and from what stands in the database: another process may have added somebody since this one
	 * read it, and an erasure that gets lost is never done.
	 *
	 * @param callable $change From the visitors that wait to those that are to.
	 */
	private static function change( callable $change ): void {
		$lock = fopen( Storage::folder() . 'erasures.lock.php', 'c' ); // A lock that ends with the process that holds it.
		if ( false !== $lock ) {
			flock( $lock, LOCK_EX );
		}
		foreach ( array( self::OPTION, 'notoptions' ) as $kept ) {
			wp_cache_delete( $kept, 'options' );
		}
		$left = array_values( $change( self::waiting() ) );
		if ( array() === $left ) {
			delete_option( self::OPTION );
		} else {
			update_option( self::OPTION, $left, false );
		}
		if ( false !== $lock ) {
			fclose( $lock );
		}
	}

	/** Whom the server is still to erase. */
	private static function waiting(): array {
		$kept = get_option( self::OPTION );
		return is_array( $kept ) ? $kept : array();
	}

	/** Sends what waits; answers whether the server is there. */
	public static function send(): bool {
		$visitors = array_slice( self::waiting(), 0, self::ASKED_AT_ONCE );
		if ( array() === $visitors ) {
			return true;
		}
		$answer = Server::ask( 'POST', '/erasures', array( 'visitors' => $visitors ) );
		if ( ! $answer['is_trusted'] || 200 !== $answer['status'] ) {
			Relay_State::fail( $answer['error'], $answer['retry_after'], false );
			return false;
		}
		self::change(
			static function ( array $waiting ) use ( $visitors ): array {
				return array_diff( $waiting, $visitors );
			}
		);
		return true;
	}

	/**
	 * What the server holds, for the file that somebody gets of their data.
	 *
	 * @param array  $items   What was found so far.
	 * @param string $visitor Id of 32 hex digits.
	 * @param string $inner   Not used: it does not leave the site.
	 * @param string $email   Not used: it does not leave the site.
	 * @param int    $page    Of the export; everything is on its first.
	 */
	public static function export( array $items, string $visitor, string $inner = '', string $email = '', int $page = 1 ): array {
		if ( '' === $visitor || $page > 1 || ! Server::is_there() ) {
			return $items;
		}
		$answer = Server::ask( 'POST', '/exports', array( 'visitors' => array( $visitor ) ) );
		if ( ! $answer['is_trusted'] || 200 !== $answer['status'] ) {
			return array_merge( $items, array( self::item( 0, 'error', __( 'The connected server did not answer: export again later for what it holds.', 'inkling' ) ) ) );
		}
		foreach ( (array) ( $answer['body']['items'] ?? array() ) as $n => $item ) {
			$list    = is_string( $item['list'] ?? null ) ? $item['list'] : 'head';
			$items[] = self::item( (int) $n, $list, (string) wp_json_encode( $item['of'] ?? null ) );
		}
		if ( false === ( $answer['body']['isWhole'] ?? true ) ) {
			$items[] = self::item( -1, 'more', __( 'There is more at the connected server: export this visitor there.', 'inkling' ) );
		}
		return $items;
	}

	/**
	 * A line of the file.
	 *
	 * @param int    $n     Its number.
	 * @param string $name  What it is.
	 * @param string $value What it says.
	 */
	private static function item( int $n, string $name, string $value ): array {
		return array(
			'group_id'    => 'inkling-server',
			'group_label' => __( 'Inkling: held by the connected server', 'inkling' ),
			'item_id'     => 'inkling-server-' . $n,
			'data'        => array(
				array(
					'name'  => $name,
					'value' => $value,
				),
			),
		);
	}
}
