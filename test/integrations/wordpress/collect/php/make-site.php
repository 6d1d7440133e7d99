<?php
/** Makes the folder of a site, and says where it is. Argument: settings as JSON. */

define( 'INKLING_COLLECT', true );
require getenv( 'INKLING_PLUGIN' ) . '/includes/collect/load.php';
require __DIR__ . '/SiteFolder.php';

list( , $settings ) = array_values( array_diff( $argv, array( '--' ) ) );
echo ( new SiteFolder( json_decode( $settings, true ) ) )->path;
