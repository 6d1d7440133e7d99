<?php
/**
 * Plugin Name: Recorder of the tests
 * Description: Writes down every request that is about to leave the site, and lets none through but those to this machine.
 */

/** Why nobody may be asked there; null: they may. */
function inkling_lab_refusal( string $url ): ?string {
	if ( '127.0.0.1' !== parse_url( $url, PHP_URL_HOST ) ) {
		return 'Tests let no request leave this machine.';
	}
	$is_self = (int) parse_url( $url, PHP_URL_PORT ) === (int) $_SERVER['SERVER_PORT'];
	if ( (int) getenv( 'PHP_CLI_SERVER_WORKERS' ) > 1 ) {
		return $is_self ? null : 'A site with several workers may ask itself alone.';
	}
	return $is_self ? 'The site has one worker, which would wait for itself.' : null;
}

/** The plugin that asked, by its folder, or null for WordPress itself. */
function inkling_lab_asker(): ?string {
	foreach ( debug_backtrace( DEBUG_BACKTRACE_IGNORE_ARGS ) as $step ) {
		$file = $step['file'] ?? '';
		if ( 0 === strpos( $file, WP_PLUGIN_DIR . '/' ) ) {
			return explode( '/', substr( $file, strlen( WP_PLUGIN_DIR ) + 1 ) )[0];
		}
	}
	return null;
}

// The last of all filters, so that what another one answers by itself is no request.
add_filter(
	'pre_http_request',
	static function ( $answer, $args, $url ) {
		if ( false !== $answer ) {
			return $answer;
		}
		$reason = inkling_lab_refusal( $url );
		$line   = array(
			'method'    => $args['method'],
			'url'       => $url,
			'asker'     => inkling_lab_asker(),
			'isRefused' => null !== $reason,
		);
		file_put_contents( getenv( 'INKLING_LAB_HOME' ) . '/requests.jsonl', wp_json_encode( $line ) . "\n", FILE_APPEND | LOCK_EX );
		return null === $reason ? false : new WP_Error( 'inkling_lab_refused', $reason );
	},
	PHP_INT_MAX,
	3
);

// The usual one ends in the site's host, and an address is none that mail may come from.
add_filter(
	'wp_mail_from',
	static function ( $from ) {
		return 'wordpress@127.0.0.1' === $from ? 'wordpress@example.com' : $from;
	},
	0
);
