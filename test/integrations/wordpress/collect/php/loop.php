<?php
/** Posts until it is killed, and says the id of each event once it was acknowledged. Arguments: folder, name, how many at most. */

define( 'INKLING_COLLECT', true );
require getenv( 'INKLING_PLUGIN' ) . '/includes/collect/load.php';
require __DIR__ . '/SiteFolder.php';

list( , $folder, $name, $most ) = array_values( array_diff( $argv, array( '--' ) ) );
for ( $made = 1; $made <= (int) $most; $made++ ) {
	$now  = SiteFolder::NOON + $made;
	$id   = $name . '-' . $made;
	$item = array(
		'i' => $id,
		'n' => 'Page Viewed',
		't' => $now,
		'p' => array( 'path' => '/' . str_repeat( 'x', 500 ) ),
	);
	$body   = json_encode(
		array(
			'ver' => 1,
			's'   => $now,
			'e'   => array( $item ),
		)
	);
	$server = array( 'HTTP_USER_AGENT' => SiteFolder::BROWSER['HTTP_USER_AGENT'] . ' ' . $name ) + SiteFolder::BROWSER;
	$answer = ( new Inkling\Collect\Collector( $folder, $server, $now ) )->collect( SiteFolder::KEY, $body );
	if ( 200 === $answer->status && 1 === $answer->body['accepted'] ) {
		echo $id . "\n";
	}
}
