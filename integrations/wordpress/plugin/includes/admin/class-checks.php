<?php
/**
 * Whether Inkling can do its work on this site.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** What can be told without a request. Each check: `label`, `state` (ok, bad or note), `text`, and what to do. */
final class Checks {

	/** Later than this, an event that is planned every minute is late. */
	private const LATE_SECONDS = 15 * MINUTE_IN_SECONDS;

	/**
	 * All of them, by key.
	 *
	 * @return array<string, array{label: string, state: string, text: string}>
	 */
	public static function all(): array {
		return array(
			'enabled' => self::enabled(),
			'folder'  => self::folder(),
			'cron'    => self::cron(),
			'rules'   => self::rules(),
			'consent' => self::consent(),
			'cache'   => self::cache(),
			'server'  => self::server(),
		) + Slot_Places::check() + self::export( class_exists( 'ZipArchive' ) );
	}

	/**
	 * What WordPress's own tool needs to hand out what is held of somebody; nothing to say where it is there.
	 *
	 * @param bool $has_zip Whether PHP can write zip files.
	 * @return array[]
	 */
	public static function export( bool $has_zip ): array {
		if ( $has_zip ) {
			return array();
		}
		return array( 'export' => self::check( __( 'Personal data can be exported', 'inkling' ), 'bad', __( 'WordPress’s tool “Export Personal Data” writes a zip file, and PHP cannot: have your host install its extension “zip” (the package php-zip on Debian and Ubuntu).', 'inkling' ) ) );
	}

	/** Whether it is on. */
	public static function enabled(): array {
		$is_on = Settings::get()['enabled'];
		return self::check( __( 'Inkling is on', 'inkling' ), $is_on ? 'ok' : 'bad', $is_on ? __( 'Visits are counted by your settings.', 'inkling' ) : __( 'Nothing is counted or shown: switch it on in the settings.', 'inkling' ) );
	}

	/** Whether its folder takes files. */
	public static function folder(): array {
		$is_writable = is_dir( Storage::folder() ) && wp_is_writable( Storage::folder() ) && is_file( Storage::folder() . 'settings.php' );
		return self::check(
			__( 'Files can be written', 'inkling' ),
			$is_writable ? 'ok' : 'bad',
			/* translators: %s: path of a folder. */
			$is_writable ? __( 'Posts of pages are kept in a folder of their own below the uploads.', 'inkling' ) : sprintf( __( 'PHP cannot write to %s: make the folder writable, then deactivate and activate the plugin.', 'inkling' ), Storage::folder() )
		);
	}

	/** Whether what is planned happens. */
	public static function cron(): array {
		$label = __( 'Planned work is done', 'inkling' );
		$next  = wp_next_scheduled( Aggregate::EVENT );
		if ( ! $next ) {
			return self::check( $label, 'bad', __( 'Counting is not planned: deactivate and activate the plugin.', 'inkling' ) );
		}
		if ( $next < time() - self::LATE_SECONDS ) {
			/* translators: %s: a span of time, such as "2 hours". */
			return self::check( $label, 'bad', sprintf( __( 'Counting is late by %s: have the server call wp-cron.php every minute, or look for what stops WordPress’s cron.', 'inkling' ), human_time_diff( $next ) ) );
		}
		return self::check( $label, 'ok', __( 'Posts are counted about every minute.', 'inkling' ) );
	}

	/** Whether pages have rules to decide by. */
	public static function rules(): array {
		$name = Rules::page()['rules'];
		$is   = '' !== $name && is_file( Storage::folder() . 'public/rules-' . $name . '.json' );
		return self::check( __( 'Rules are published', 'inkling' ), $is ? 'ok' : 'bad', $is ? __( 'Pages load segments and messages from a file that caches may keep.', 'inkling' ) : __( 'Their file is missing: save the settings once.', 'inkling' ) );
	}

	/** Who says what visitors allow. */
	public static function consent(): array {
		if ( Consent::has_source() ) {
			return self::check( __( 'Consent', 'inkling' ), 'ok', __( 'The WP Consent API says what visitors allow.', 'inkling' ) );
		}
		return self::check( __( 'Consent', 'inkling' ), 'note', __( 'No consent plugin speaks through the WP Consent API: your policy holds, and visitors choose in the privacy element where a page has one.', 'inkling' ) );
	}

	/** Whether a page cache is on. */
	public static function cache(): array {
		$has = ( defined( 'WP_CACHE' ) && WP_CACHE ) || is_file( WP_CONTENT_DIR . '/advanced-cache.php' );
		return self::check( __( 'Page cache', 'inkling' ), $has ? 'ok' : 'note', $has ? __( 'A page cache is on. That is fine: pages are the same for everybody. Empty it after a change of the settings if you do not want to wait.', 'inkling' ) : __( 'No page cache was found. Inkling needs none, and works with any.', 'inkling' ) );
	}

	/** Whether the server is reached, where there is one. */
	public static function server(): array {
		$label  = __( 'Server', 'inkling' );
		$status = '' !== Settings::connection()['server'] && is_callable( array( Relay::class, 'status' ) ) ? Relay::status() : null;
		if ( null === $status || ! $status['connected'] ) {
			return self::check( $label, 'note', __( 'None: no data leaves this site.', 'inkling' ) );
		}
		if ( '' !== (string) $status['last_error'] ) {
			/* translators: 1: what went wrong, 2: number of posts. */
			return self::check( $label, 'bad', sprintf( __( 'It does not take what is sent: %1$s. %2$d posts wait, and go as soon as it does.', 'inkling' ), $status['last_error'], $status['waiting'] ) );
		}
		return self::check( $label, 'ok', __( 'It takes what is sent.', 'inkling' ) );
	}

	/**
	 * One of them.
	 *
	 * @param string $label What it is about.
	 * @param string $state ok, bad or note.
	 * @param string $text  What is, and what to do.
	 * @return array{label: string, state: string, text: string}
	 */
	private static function check( string $label, string $state, string $text ): array {
		return compact( 'label', 'state', 'text' );
	}
}
