'use strict'; module.exports={};
